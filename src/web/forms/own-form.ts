import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { HttpEnv } from "#http/env.ts";
import { receive } from "#http/receive.ts";
import { readSession } from "#http/session-cookie.ts";
import { RegistryError } from "#lib/errors.ts";
import { isKeyedDigest, keyedDigest } from "#lib/keyed-digest.ts";

type C = Context<HttpEnv>;

/** The name of the hidden field that carries a form's token. */
export const TOKEN_FIELD = "form_token";

const FORM_BYTES = 64 * 1024;
const COOKIE = "form";
const COOKIE_OPTIONS = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Strict" } as const;

/** What a token is bound to: the session; for a visitor, a cookie that the form's page set. */
const bindingOf = (c: C) => readSession(c) ?? getCookie(c, COOKIE, "host");

/** A session token has dots and begins otherwise, so the one secret signs two things that are never mistaken. */
const signed = (binding: string) => `form ${binding}`;

/** The token for a form on this page, which must not be cached. */
export async function formToken(c: C): Promise<string> {
  const binding = bindingOf(c) ?? crypto.randomUUID();
  if (!bindingOf(c)) setCookie(c, COOKIE, binding, COOKIE_OPTIONS);
  c.header("Cache-Control", "no-store");
  return keyedDigest(c.get("ctx").jwtSecret, signed(binding));
}

/**
 * Lets a form pass only if our own page sent it: the browser says so (Origin, or Sec-Fetch-Site where that is missing), and the form holds
 * the token of this very session. @throws RegistryError foreign_form, unsupported_media_type, payload_too_large
 */
export function ownForm(maxBytes: number = FORM_BYTES): MiddlewareHandler<HttpEnv> {
  const received = receive("form", maxBytes, (c) => c.req.parseBody());
  return async (c, next) => {
    if (!comesFromUs(c)) throw new RegistryError("foreign_form");
    if (
      !/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i.test(
        c.req.header("content-type") ?? "",
      )
    ) {
      throw new RegistryError("unsupported_media_type", { message: "Send the form as a browser does" });
    }
    return received(c, async () => {
      if (!(await holdsToken(c))) throw new RegistryError("foreign_form");
      await next();
      c.header("Cache-Control", "no-store");
    });
  };
}

function comesFromUs(c: C): boolean {
  const origin = c.req.header("origin");
  return origin === undefined ? c.req.header("sec-fetch-site") === "same-origin" : origin === c.get("origin");
}

async function holdsToken(c: C): Promise<boolean> {
  const binding = bindingOf(c);
  const { [TOKEN_FIELD]: token } = await c.req.parseBody().catch(unreadable);
  if (binding === undefined || typeof token !== "string") return false;
  for (const secret of c.get("ctx").acceptedSecrets) {
    if (await isKeyedDigest(secret, signed(binding), token)) return true;
  }
  return false;
}

/** What is no form, whatever its type says: it holds no token either. A body that is too large stays the error it is. */
function unreadable(error: unknown): Record<string, undefined> {
  if (error instanceof TypeError) return {};
  throw error;
}

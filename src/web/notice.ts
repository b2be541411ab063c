import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { HttpEnv } from "#http/env.ts";

const NAME = "notice";
const OPTIONS = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;
const SECONDS = 60;

/** Something to say on the next page: "Version 1.2.0 is yanked". Only pages for somebody signed in show it, since others are cached. */
export const leaveNotice = (c: Context<HttpEnv>, text: string): void =>
  setCookie(c, NAME, text, { ...OPTIONS, maxAge: SECONDS });

export function takeNotice(c: Context<HttpEnv>): string | undefined {
  const text = getCookie(c, NAME, "host");
  if (text !== undefined) deleteCookie(c, NAME, OPTIONS);
  return text;
}

/** It is done: says so on the page where one goes on. */
export function done(c: Context<HttpEnv>, text: string, path: string): Response {
  leaveNotice(c, text);
  return c.redirect(path, 303);
}

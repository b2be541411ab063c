import type { Context as HonoContext, MiddlewareHandler } from "hono";
import { actingAs, type HttpEnv } from "./env.ts";
import { type Credentials, findActor, findDownloader, readCredentials } from "#features/accounts/index.ts";
import type { Context } from "#features/context.ts";
import { sha256Hex } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { ipPrincipal } from "#lib/ip-principal.ts";
import type { Bucket, Decision } from "#lib/rate-limits.ts";

type C = HonoContext<HttpEnv>;

/** Paths with a general bucket of their own; the rest of the API counts as `api`, reading pages as `pages`. */
const GENERAL: readonly (readonly [RegExp, Bucket])[] = [
  [/^\/dl\/|\/download$/, "download"],
  [/\/plugins\/suggest$/, "suggest"],
  [/^\/badges\//, "pages"],
];

/** A visitor's reads come in handfuls: one call of the limiter pays for so many that follow. */
export const PREPAID = 9;

/** Stricter buckets that are charged by address before the body is read. */
const BY_ADDRESS: readonly (readonly [RegExp, Bucket])[] = [
  [/^\/login$|\/auth\/login$/, "login"],
  [/^\/register$|\/auth\/register$/, "register"],
];

const bucketFor = (path: string, table: typeof GENERAL) => table.find(([pattern]) => pattern.test(path))?.[1];

/** What an anonymous read of the API is charged to. */
export const bucketOfRead = (path: string): Bucket => bucketFor(path, GENERAL) ?? "api_ip";

/** Reads go on when the limiter cannot be reached; a search and a resolution are reads though they are POSTs. */
const isRead = (c: C) => /^(?:GET|HEAD)$/.test(c.req.method) || /\/v1\/(?:plugins\/search|resolve)$/.test(c.req.path);

/**
 * Charges every request, then finds out who is signed in. The signature of a session is checked first, without I/O,
 * so that a request counts for its account; a bad one counts for its address, and so does an API token until this
 * isolate has learnt whose it is.
 */
export const limitAndIdentify: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const address = ipPrincipal(c.req.header("cf-connecting-ip") ?? "");
  let principal = address;
  const takeLimit: Context["takeLimit"] = async (bucket, account) => {
    const who = account === undefined ? principal : `account:${await sha256Hex(account)}`;
    await charge(c, who, [bucket]);
  };
  const ctx = c.get("services").openContext({
    meter: c.get("meter"),
    deadline: c.get("deadline"),
    takeLimit,
    waitUntil: (work) => c.executionCtx.waitUntil(work),
  });
  c.set("ctx", ctx);

  let credentials: Credentials | null = null;
  let refusal: RegistryError | undefined;
  try {
    credentials = await readCredentials(ctx, c.get("authorization"));
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    refusal = error;
  }
  const known =
    credentials?.kind === "token" ? c.get("services").tokenUsers.get(credentials.tokenHash) : credentials?.userId;
  if (known) principal = `user:${known}`;

  const stricter = c.req.method === "POST" ? bucketFor(c.req.path, BY_ADDRESS) : undefined;
  const everyday = c.get("surface") === "web" && isRead(c) ? "pages" : known && !stricter ? "api_user" : "api_ip";
  const general = bucketFor(c.req.path, GENERAL) ?? everyday;
  const buckets = stricter ? [general, stricter] : [general];

  if (isRead(c) && general !== "download" && !c.get("authorization")) {
    const exhausted = c.get("services").exhaustedLimits(principal, buckets);
    c.get("decisions").push(...exhausted);
    refuse(c, principal, exhausted);
    // A cheap read and its permission travel at the same time; a refusal replaces the answer.
    const [decisions] = await Promise.all([ask(c, principal, buckets, PREPAID), next()]);
    if (decisions.some(({ allowed }) => !allowed)) forgetAnswer(c);
    refuse(c, principal, decisions);
    return;
  }
  if (isRead(c)) refuse(c, principal, await ask(c, principal, buckets, c.get("authorization") ? 0 : PREPAID));
  else await charge(c, stricter ? address : principal, buckets);
  if (refusal) throw refusal;
  const find = isRead(c) && general === "download" ? findDownloader : findActor;
  const actor = credentials && (await find(ctx, credentials));
  if (credentials && actor) {
    principal = `user:${actor.id}`;
    if (credentials.kind === "token") c.get("services").tokenUsers.set(credentials.tokenHash, actor.id);
    c.set("ctx", actingAs(ctx, actor));
  }
  await next();
};

/** What described the answer that is replaced must not describe the refusal. */
function forgetAnswer(c: C): void {
  for (const name of ["ETag", "Cache-Control", "Vary", "Content-Disposition"]) c.header(name, undefined);
}

async function charge(c: C, principal: string, buckets: Bucket[]): Promise<void> {
  const decisions = await c.get("services").takeLimits(principal, buckets, c.get("meter"));
  c.get("decisions").push(...decisions);
  refuse(c, principal, decisions);
}

async function ask(c: C, principal: string, buckets: Bucket[], ahead = 0): Promise<Decision[]> {
  try {
    const decisions = await c.get("services").takeLimits(principal, buckets, c.get("meter"), ahead);
    c.get("decisions").push(...decisions);
    return decisions;
  } catch {
    return [];
  }
}

function refuse(c: C, principal: string, decisions: Decision[]): void {
  const refused = decisions.find(({ allowed }) => !allowed);
  if (!refused) return;
  c.set("refused", { principal, decision: refused });
  throw refusalOf(refused);
}

/** What a client is told that a limit refuses. */
export const refusalMessage = ({ limit, windowSeconds, retryAfterSeconds }: Decision): string =>
  `Too many requests: at most ${limit} in ${windowSeconds} seconds; try again in ${retryAfterSeconds} seconds`;

export const refusalOf = (decision: Decision): RegistryError =>
  new RegistryError("rate_limited", { message: refusalMessage(decision) });

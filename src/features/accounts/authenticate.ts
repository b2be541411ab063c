import { sql } from "drizzle-orm/sql";
import { isDatabaseUnavailable } from "#db/errors.ts";
import { rowOf } from "#db/rows.ts";
import { isApiToken } from "#lib/api-token.ts";
import { sha256Hex } from "#lib/digest.ts";
import { RegistryError } from "#lib/errors.ts";
import { verifySession } from "#platform/session-tokens.ts";
import type { Actor, Context } from "../context.ts";

/** What an Authorization header proves before the database is asked. */
export type Credentials =
  | { kind: "session"; userId: string; sessionVersion: number }
  | { kind: "token"; tokenHash: string };

/**
 * Reads an Authorization header without I/O, so that limits can be charged before any work.
 * @returns null without a header @throws RegistryError invalid_token
 */
export async function readCredentials(
  ctx: Pick<Context, "clock" | "acceptedSecrets">,
  authorization: string | undefined,
): Promise<Credentials | null> {
  if (authorization === undefined) return null;
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
  if (isApiToken(token)) return { kind: "token", tokenHash: await sha256Hex(token) };
  for (const secret of ctx.acceptedSecrets) {
    const claims = await verifySession(secret, token, ctx.clock());
    if (claims) return { kind: "session", userId: claims.userId, sessionVersion: claims.sessionVersion };
  }
  throw new RegistryError("invalid_token");
}

interface ActorRow extends Actor {
  suspended: boolean;
}

/** The columns of an actor; needs `users u` and the value of `token`. */
const actorColumns = sql`u.id, u.username, u.email, u.is_admin as "isAdmin", u.is_official as "isOfficial",
  to_json(u.created_at) as "createdAt", u.session_version as "sessionVersion", u.suspended_at is not null as suspended`;

/**
 * The account behind credentials, as it is now. A token's use is noted, at most once an hour. One round trip.
 * @throws RegistryError invalid_token when the session or token was revoked or has expired; account_suspended
 */
export async function findActor(ctx: Pick<Context, "db" | "clock">, credentials: Credentials): Promise<Actor> {
  const row = await rowOf<ActorRow>(
    ctx.db,
    credentials.kind === "session" ? bySession(credentials) : byToken(ctx, credentials),
  );
  if (!row) throw new RegistryError("invalid_token");
  const { suspended, ...actor } = row;
  if (suspended) throw new RegistryError("account_suspended");
  return { ...actor, createdAt: new Date(actor.createdAt).toISOString() };
}

/**
 * The same for a download, which is anybody's: while the database is away, whoever asks is nobody, and is served by what is known here.
 * @throws RegistryError as findActor does
 */
export async function findDownloader(
  ctx: Pick<Context, "db" | "clock" | "locations">,
  credentials: Credentials,
): Promise<Actor | null> {
  try {
    return await findActor(ctx, credentials);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    ctx.locations.sourceFailed();
    return null;
  }
}

const bySession = ({ userId, sessionVersion }: Credentials & { kind: "session" }) =>
  sql`select ${actorColumns}, null::json as token from users u
      where u.id = ${userId} and u.session_version = ${sessionVersion}::integer`;

function byToken({ clock }: Pick<Context, "clock">, { tokenHash }: Credentials & { kind: "token" }) {
  const now = clock().toISOString();
  return sql`with token as (
      select id, user_id, scopes, plugins from api_tokens
      where token_hash = ${tokenHash} and revoked_at is null and expires_at > ${now}::timestamptz
    ), used as (
      update api_tokens t set last_used_at = ${now}::timestamptz from token
      where t.id = token.id
        and (t.last_used_at is null or t.last_used_at < ${now}::timestamptz - interval '1 hour')
    )
    select ${actorColumns},
      json_build_object('id', token.id, 'scopes', token.scopes, 'plugins', token.plugins) as token
    from token join users u on u.id = token.user_id`;
}

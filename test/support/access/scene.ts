import { generateApiToken, SHOWN_LENGTH } from "../../../src/lib/api-token.ts";
import { sha256Hex } from "../../../src/lib/digest.ts";
import type { Scope } from "../../../src/lib/scopes.ts";
import { wasmModule } from "../modules.ts";
import { packageOf, sendPackage } from "../packages.ts";
import { type Person, somebody, unique } from "../people.ts";
import { keyOf } from "../signing.ts";
import type { Stack } from "../stack.ts";

/** What somebody is to the plugin, the review, the key and the token of a scene. */
export const ROLES = ["visitor", "user", "reviewer", "owner", "removedOwner", "otherOwner", "admin"] as const;
export type Role = (typeof ROLES)[number];
type Cast = Record<Exclude<Role, "visitor"> | "suspended", Person>;

/** A plugin and everybody who has, had or never had to do with it. */
export interface Scene {
  stack: Stack;
  people: Cast;
  plugin: string;
  /** The reviewer's, on which everybody else has voted. */
  reviewId: string;
  /** These two are the user's. */
  tokenId: string;
  keyId: string;
}

/** @param crowded with what only reads and refusals look at: an SBOM, somebody who was an owner, and somebody who owns something else */
export async function newScene(stack: Stack, { crowded }: { crowded: boolean }): Promise<Scene> {
  const people = await newCast(stack);
  const { owner, removedOwner, otherOwner, reviewer, suspended, user } = people;
  const plugin = unique("scene");
  const module = await wasmModule(plugin);
  const files: Record<string, string> = crowded ? { sbom: "{}", sbom_signature: "signed" } : {};
  const published = await sendPackage(owner, plugin, packageOf(plugin, module), { files });
  if (published.status !== 201) throw new Error(await published.text());
  if (crowded) {
    const former = `/api/v1/plugins/${plugin}/owners/${removedOwner.username}`;
    await owner.request(former, { method: "PUT" });
    await owner.request(former, { method: "DELETE" });
    await otherOwner.publishes(unique("scene"));
  }
  const reviewId = await reviewer.reviews(plugin, 4);
  const voters = Object.values(people).filter((person) => person !== reviewer);
  await stack.sql`
    insert into review_votes (review_id, user_id, helpful) select ${reviewId}, unnest(${voters.map(({ id }) => id)}::uuid[]), true`;
  await stack.sql`
    insert into plugin_owners (plugin_id, user_id) select id, ${suspended.id} from plugins where name = ${plugin}`;
  const [{ keyId }, { id: tokenId }] = await Promise.all([keyOf(user), apiToken(stack, user, { scopes: ["yank"] })]);
  await stack.sql`update users set suspended_at = now() where id = ${suspended.id}`;
  return { stack, people, plugin, reviewId, tokenId, keyId };
}

async function newCast(stack: Stack): Promise<Cast> {
  const cast = Object.entries({
    user: somebody(stack),
    reviewer: somebody(stack),
    owner: somebody(stack),
    removedOwner: somebody(stack),
    otherOwner: somebody(stack),
    admin: somebody(stack, { isAdmin: true }),
    // As mighty as anybody, but for being suspended.
    suspended: somebody(stack, { isAdmin: true }),
  }).map(async ([role, person]) => [role, await person] as const);
  return Object.fromEntries(await Promise.all(cast)) as Cast;
}

/** What somebody of a scene has changed, by the audit log. */
export async function changesIn({ stack, people }: Scene): Promise<number> {
  const ids = Object.values(people).map(({ id }) => id);
  const [row] = await stack.sql<{ changes: number }>`
    select count(*)::integer as changes from audit_log where actor_id = any(${ids})`;
  return row!.changes;
}

interface TokenOptions {
  scopes: readonly Scope[];
  plugins?: string[];
  state?: "expired" | "revoked";
}

/** A token as it is after it was made, put straight into the database. */
export async function apiToken(
  { sql }: Pick<Stack, "sql">,
  { id: userId }: Pick<Person, "id">,
  { scopes, plugins, state }: TokenOptions,
): Promise<{ id: string; token: string }> {
  const token = generateApiToken();
  const [row] = await sql<{ id: string }>`
    insert into api_tokens (user_id, name, token_hash, token_prefix, scopes, plugins, expires_at, revoked_at)
    values (${userId}, 'a scene', ${await sha256Hex(token)}, ${token.slice(0, SHOWN_LENGTH)}, ${scopes},
      ${plugins ?? null}, now() + ${state === "expired" ? "-1 second" : "1 hour"}::interval,
      ${state === "revoked" ? new Date() : null})
    returning id`;
  return { id: row!.id, token };
}

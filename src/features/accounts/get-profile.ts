import { sql } from "drizzle-orm/sql";
import { rowOf } from "#db/rows.ts";
import { RegistryError } from "#lib/errors.ts";
import type { Context } from "../context.ts";

/** What anybody may know of an account. */
export interface Profile {
  username: string;
  /** Its plugins carry the official badge. */
  official: boolean;
  created_at: string;
}

/** One round trip. @throws RegistryError user_not_found, also for an account that is suspended */
export async function getProfile(ctx: Pick<Context, "db">, username: string): Promise<Profile> {
  const profile = await rowOf<Profile>(
    ctx.db,
    sql`select username, is_official as official, created_at from users
        where lower(username) = lower(${username}) and suspended_at is null`,
  );
  if (!profile) throw new RegistryError("user_not_found");
  return { ...profile, created_at: new Date(profile.created_at).toISOString() };
}

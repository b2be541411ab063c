import type { Database } from "#db/client.ts";
import type { Deadline } from "#lib/deadline.ts";
import type { Bucket } from "#lib/rate-limits.ts";
import type { BlobReader } from "#platform/blob-reader.ts";
import type { DownloadCounter } from "#platform/download-counter/client.ts";
import type { ObjectStore } from "#platform/object-store.ts";
import type { StaleCache } from "#platform/stale-cache.ts";

/** Who is asking, as the database says at this request. */
export interface Actor {
  id: string;
  username: string;
  email: string;
  isAdmin: boolean;
  isOfficial: boolean;
  createdAt: string;
  /** Goes up when all sessions end. */
  sessionVersion: number;
  /** The API token that speaks for the account; null for a session, which may do everything the account may. */
  token: { id: string; scopes: string[]; plugins: string[] | null } | null;
}

/** What a verb needs from outside. Verbs take the slice they use: `Pick<Context, "db" | "clock">`. */
export interface Context {
  db: Database;
  store: ObjectStore;
  /** Reads what the store holds, through the edge's caches. */
  blobs: BlobReader;
  /** Where downloads lie, as far as it is known here. */
  locations: StaleCache;
  downloads: DownloadCounter;
  actor: Actor | null;
  clock: () => Date;
  /** By when the answer is due. */
  deadline: Deadline;
  /** Lets work outlive the answer. It is not durable: nothing may depend on it. */
  waitUntil: (work: Promise<unknown>) => void;
  /** Takes one from the bucket of whoever asks, or of the account with this e-mail. @throws RegistryError rate_limited, limiter_unavailable */
  takeLimit: (bucket: Bucket, account?: string) => Promise<void>;
  /** Signs sessions and forms. */
  jwtSecret: string;
  /** Whose signatures hold: that one, and the one before while secrets are being exchanged. */
  acceptedSecrets: readonly string[];
}

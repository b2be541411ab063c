import type { Actor, Context } from "#features/context.ts";
import type { Deadline } from "#lib/deadline.ts";
import type { DownloadTarget } from "#features/downloads/index.ts";
import type { CallGroups } from "#lib/call-groups.ts";
import type { EdgeCache, Kept } from "#lib/edge-cache.ts";
import type { ErrorCode } from "#lib/errors.ts";
import type { Bucket, Decision, Policy } from "#lib/rate-limits.ts";
import type { Surface } from "./surface.ts";

/** What one request costs, and what came of it. */
export interface Meter {
  /** SQL round trips, and their time. */
  roundTrips: number;
  durationMs: number;
  /** Calls of Durable Objects. */
  objects: number;
  /** Requests to the object store. */
  stored: number;
  /** Whether the answer was kept at the edge; empty where none ever is. */
  cache: "" | "hit" | "miss";
  /** Of an error of the catalogue. */
  code: ErrorCode | "";
}

export type WaitUntil = Context["waitUntil"];

type Answer = Response | Promise<Response>;

/** Why the front cannot send what it has: the limiter refuses, or there was an error. */
export interface Failure {
  route: string;
  decisions: Decision[];
  refused?: Variables["refused"];
  error: Error;
}

/** An answer that is kept by its URL, or a file, of which each sending is counted. */
export interface Repeatable {
  file?: DownloadTarget;
}

/** Answers before the app is asked; see front.ts. */
export interface Front {
  /**
   * @param fail answers in the place of what cannot be sent
   * @returns undefined when the app has to answer
   */
  answer(request: Request, waitUntil: WaitUntil, fail: (failure: Failure) => Answer): Answer | undefined;
  /** @param headers of a whole answer that the app has given and the front may give again */
  learn(url: string, repeatable: Repeatable, headers: Headers, route: () => string): void;
  /** @param headers of an answer of the API by which the app has refused a client that is known to be blocked */
  learnRefusal(headers: Headers): void;
}

/** What the app lends to the middleware; made once per isolate. */
export interface Services {
  version: string;
  /** Changes with the styles and scripts that pages name: a page of an earlier deployment names what is no longer there. */
  assetsBuild: string;
  edgeCacheSeconds: number;
  /** Where modules are sent that are too large for a request. */
  uploadOrigin: string;
  /** The context of one request, before anybody is known to be signed in. */
  openContext: (request: { meter: Meter; deadline: Deadline } & Pick<Context, "takeLimit" | "waitUntil">) => Context;
  /** Answers to public reads, by URL. */
  answers: EdgeCache;
  /** Those that are being made. */
  making: CallGroups<Kept | undefined>;
  front: Front;
  /** Charges a principal, all buckets or none, and up to `ahead` requests in advance. @throws RegistryError limiter_unavailable */
  takeLimits: (principal: string, buckets: Bucket[], meter: Meter, ahead?: number) => Promise<Decision[]>;
  /** The limits as they are set here. */
  policies: Record<Bucket, Policy>;
  /** What this isolate knows to be exhausted, without asking. */
  exhaustedLimits: (principal: string, buckets: Bucket[]) => Decision[];
  /** Blocks that have ended since this was last asked, and how many requests each has refused without asking. */
  endedBlocks: () => readonly { principal: string; bucket: Bucket; refused: number }[];
  /** Whose API tokens this isolate has seen, by hash; only ever a hint for whom to charge. */
  tokenUsers: { get: (tokenHash: string) => string | undefined; set: (tokenHash: string, userId: string) => void };
}

export interface Variables {
  services: Services;
  requestId: string;
  /** Whether a program or a person reads the answer. */
  surface: Surface;
  /** What proves who asks, as an Authorization header would; see session-cookie.ts. */
  authorization: string | undefined;
  meter: Meter;
  /** When the answer is due. */
  deadline: Deadline;
  /** What the limiter said so far; rendered as headers at the end. */
  decisions: Decision[];
  /** Whom a limit has refused, and which. */
  refused?: { principal: string; decision: Decision };
  ctx: Context;
  /** That the front may give this answer to others, if it is a whole one. */
  repeatable?: Repeatable;
  /** Scheme and host of this request, for absolute links. */
  origin: string;
}

export interface HttpEnv {
  Bindings: Env;
  Variables: Variables;
}

/** A context for somebody who is signed in. */
export const actingAs = (ctx: Context, actor: Actor): Context => ({ ...ctx, actor });

import type { Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { ownPath } from "./own-path.ts";

/** Where somebody wanted to go before they were asked who they are. */
export const nextOf = (c: Context<HttpEnv>): string => ownPath(c.req.query("next"));

/** A page that goes on to `next` when it is done. */
export const withNext = (path: string, next: string): string =>
  next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;

import { gathering } from "#db/gather.ts";
import type { Context } from "./context.ts";

/** A context in which reads that are begun side by side (`Promise.all`) share one round trip. */
export const gathered = (ctx: Context): Context => ({ ...ctx, db: gathering(ctx.db) });

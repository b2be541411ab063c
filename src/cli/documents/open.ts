import * as z from "zod";

/** `open --json`, which opens nothing. */
export const OpenDocument = z.object({ name: z.string(), url: z.url() });
export type OpenDocument = z.infer<typeof OpenDocument>;

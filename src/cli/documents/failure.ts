import * as z from "zod";

/** What --json prints when a command fails. */
export const FailureDocument = z.object({
  error: z.object({
    message: z.string(),
    /** The registry's, when the registry refused. */
    code: z.string().nullable(),
    request_id: z.string().nullable(),
    exit_code: z.int().min(1).max(6),
    hint: z.string().nullable(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
});
export type FailureDocument = z.infer<typeof FailureDocument>;

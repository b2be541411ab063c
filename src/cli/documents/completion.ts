import * as z from "zod";
import { SHELLS } from "../completion/scripts.ts";

/** `completion --json`. */
export const CompletionDocument = z.object({ shell: z.enum(SHELLS), script: z.string() });
export type CompletionDocument = z.infer<typeof CompletionDocument>;

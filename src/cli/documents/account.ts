import * as z from "zod";
import { Me } from "#contract/accounts.ts";

/** Who is signed in, and where: `register`, `login` and `whoami --json`. */
export const AccountDocument = Me.extend({
  registry: z.url(),
  token_source: z.enum(["flag", "environment", "file"]),
});
export type AccountDocument = z.infer<typeof AccountDocument>;

/** `logout --json`. */
export const LogoutDocument = z.object({
  registry: z.url(),
  /** Whether a token was stored. */
  forgotten: z.boolean(),
  everywhere: z.boolean(),
});
export type LogoutDocument = z.infer<typeof LogoutDocument>;

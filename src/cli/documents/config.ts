import * as z from "zod";

const Source = z.enum(["flag", "environment", "file", "default"]);
const Value = z.union([z.string(), z.int(), z.array(z.string()), z.null()]);

/** `config get` and `config set --json`. */
export const SettingDocument = z.object({ key: z.string(), value: Value, source: Source });
export type SettingDocument = z.infer<typeof SettingDocument>;

/** `config list --json`; of a token, only its beginning. */
export const ConfigDocument = z.object({ path: z.string(), settings: z.array(SettingDocument) });
export type ConfigDocument = z.infer<typeof ConfigDocument>;

import * as z from "zod";

export const Health = z
  .object({ status: z.literal("ok"), version: z.string() })
  .meta({ id: "Health", description: "The Worker answers", example: { status: "ok", version: "0.1.0" } });
export type Health = z.infer<typeof Health>;

const Part = z.enum(["ok", "unavailable"]);

export const Readiness = z
  .object({ status: Part, version: z.string(), checks: z.object({ database: Part, storage: Part }) })
  .meta({
    id: "Readiness",
    description: "Whether each part the registry needs answers",
    example: { status: "ok", version: "0.1.0", checks: { database: "ok", storage: "ok" } },
  });
export type Readiness = z.infer<typeof Readiness>;

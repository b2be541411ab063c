import * as z from "zod";
import { optional, Timestamp } from "./common.ts";
import { PluginName } from "./plugins.ts";
import { text } from "./text.ts";

export const OwnerList = z
  .object({
    name: PluginName,
    owners: z.array(
      z.object({
        username: z.string().meta({ example: "admin" }),
        added_by: z.string().nullable().meta({ description: "null for who published first", example: null }),
        since: Timestamp,
      }),
    ),
  })
  .meta({ id: "OwnerList", description: "Who may publish, the longest-standing first" });
export type OwnerList = z.infer<typeof OwnerList>;

export const DeprecationRequest = z
  .object({
    message: text(1, 500).meta({ example: "Superseded by auth-oidc" }),
    replacement: optional(PluginName),
  })
  .nullable()
  .meta({
    id: "DeprecationRequest",
    description: "Why, and what to use instead; null takes it back",
    example: { message: "Superseded by auth-oidc", replacement: "auth-oidc" },
  });
export type DeprecationRequest = z.infer<typeof DeprecationRequest>;

export const DeprecationResponse = z
  .object({
    success: z.literal(true),
    message: z.string().meta({ example: "auth-jwt is deprecated" }),
    deprecated: z.object({ message: z.string(), replacement: z.string().nullable() }).nullable(),
  })
  .meta({ id: "DeprecationResponse", description: "The state of the plugin now" });
export type DeprecationResponse = z.infer<typeof DeprecationResponse>;

import * as z from "zod";
import { PLUGIN_PATTERN, SCOPES } from "#lib/scopes.ts";
import { atMost, optional, Timestamp, Uuid } from "./common.ts";
import { text } from "./text.ts";

const Scope = z.enum(SCOPES).meta({ id: "Scope", description: "What a token may do", example: "publish:update" });

const PluginPattern = z
  .string()
  .max(50)
  .regex(PLUGIN_PATTERN, "must be a plugin name, in which * stands for any characters")
  .meta({ example: "auth-*" });

export const TokenRequest = z
  .object({
    name: text(1, 60).meta({ description: "What it is for", example: "CI of auth-jwt" }),
    scopes: atMost(
      SCOPES.length * 2,
      z
        .array(Scope)
        .min(1, "must name at least one scope")
        .transform((scopes) => [...new Set(scopes)]),
    ),
    plugins: optional(atMost(20, z.array(PluginPattern).min(1, "must name a plugin, or be left out for all"))),
    expires_in_days: optional(z.int().min(1).max(365)).transform((days) => days ?? 90),
  })
  .meta({
    id: "TokenRequest",
    description: "A new API token; without plugins it is good for all of yours",
    example: { name: "CI of auth-jwt", scopes: ["publish:update"], plugins: ["auth-*"], expires_in_days: 90 },
  });
export type TokenRequest = z.infer<typeof TokenRequest>;

const tokenFields = {
  id: Uuid,
  token_prefix: z.string().meta({ example: "mfr_Zk3q9vXa" }),
  name: z.string().meta({ example: "CI of auth-jwt" }),
  scopes: z.array(Scope),
  plugins: z
    .array(z.string())
    .nullable()
    .meta({ example: ["auth-*"] }),
  expires_at: Timestamp,
};

export const TokenCreated = z
  .object({
    ...tokenFields,
    token: z.string().meta({
      description: "The secret, shown this once",
      example: "mfr_Zk3q9vXaT0w8Rb2LcY5uNd7eHg1iJm4o0aBcDe",
    }),
  })
  .meta({ id: "TokenCreated", description: "Send it as `Authorization: Bearer <token>`" });
export type TokenCreated = z.infer<typeof TokenCreated>;

export const TokenInfo = z
  .object({ ...tokenFields, created_at: Timestamp, last_used_at: Timestamp.nullable() })
  .meta({ id: "TokenInfo", description: "A token without its secret; last_used_at is exact to the hour" });
export type TokenInfo = z.infer<typeof TokenInfo>;

export const TokenList = z
  .object({ tokens: z.array(TokenInfo) })
  .meta({ id: "TokenList", description: "The account's tokens that are not revoked, the newest first" });
export type TokenList = z.infer<typeof TokenList>;

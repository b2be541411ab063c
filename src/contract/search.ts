import * as z from "zod";
import { SORT_ORDERS } from "#lib/sort-orders.ts";
import { atMost, optional } from "./common.ts";
import {
  bodyPaging,
  flagParameter,
  numberParameter,
  pageFields,
  parameter,
  queryPaging,
  withinDepth,
} from "./paging.ts";
import { Category, PluginName, RegistryEntry, Tag } from "./plugins.ts";
import { text } from "./text.ts";

export const SortOrder = z
  .enum(SORT_ORDERS)
  .meta({ id: "SortOrder", description: "security: verified plugins first", example: "relevance" });
export type SortOrder = z.infer<typeof SortOrder>;

const Query = text(0, 200)
  .transform((value) => (value === "" ? undefined : value))
  .meta({ description: "Words to look for in name, tags and description", example: "jwt" });

const Language = text(1, 30)
  .toLowerCase()
  .meta({ description: "The language the plugin is written in", example: "rust" });

const VERIFIED = { description: "Only plugins that an administrator marked", example: true };

const MinRating = z
  .int()
  .min(1)
  .max(5)
  .meta({ description: "Only plugins with reviews of so many stars on average, or more", example: 4 });

export const MAX_TAGS = 10;

/** At most ten different tags, lower-cased, each once. */
export const TagList = atMost(
  100,
  z
    .array(Tag)
    .transform((tags) => [...new Set(tags)])
    .refine((tags) => tags.length <= MAX_TAGS, `must be at most ${MAX_TAGS} tags`)
    .meta({ example: ["jwt"] }),
);

export const SearchRequest = withinDepth(
  z.object({
    query: optional(Query),
    category: optional(Category),
    language: optional(Language),
    tags: optional(TagList).transform((tags) => tags ?? []),
    verified: optional(z.boolean().meta(VERIFIED)),
    min_rating: optional(MinRating),
    sort: optional(SortOrder).transform((sort) => sort ?? "relevance"),
    ...bodyPaging,
  }),
).meta({
  id: "SearchRequest",
  description: "Everything is optional; a plugin must carry all the tags",
  example: { query: "jwt", category: "auth", tags: ["security"], sort: "relevance", page: 0, per_page: 20 },
});
export type SearchRequest = z.infer<typeof SearchRequest>;

const commaSeparated = (value: unknown) =>
  typeof value === "string" ? value.split(",").filter((part) => part.trim() !== "") : (value ?? []);

export const SearchQuery = withinDepth(
  z.object({
    q: parameter(Query),
    category: parameter(Category),
    language: parameter(Language),
    tags: z.preprocess(commaSeparated, TagList.prefault([])).meta({
      description: "Separated by commas; a plugin must carry all of them",
      override: ({ jsonSchema }) => {
        delete jsonSchema.items;
        delete jsonSchema.default;
        Object.assign(jsonSchema, { type: "string", example: "jwt,security" });
      },
    }),
    verified: flagParameter()
      .transform((verified) => verified || undefined)
      .meta(VERIFIED),
    min_rating: numberParameter(MinRating.optional()),
    sort: parameter(SortOrder).transform((sort) => sort ?? "relevance"),
    ...queryPaging,
  }),
);
export type SearchQuery = z.infer<typeof SearchQuery>;

export const SearchResponse = z
  .object({
    plugins: z.array(RegistryEntry),
    ...pageFields,
    total_is_capped: z
      .literal(true)
      .optional()
      .meta({ description: "Present when there are more matches than total says" }),
  })
  .meta({ id: "SearchResponse", description: "One page of plugins" });
export type SearchResponse = z.infer<typeof SearchResponse>;

export const SuggestQuery = z.object({
  q: text(1, 50).meta({ description: "The beginning of a name, or something like it", example: "auth" }),
});
export type SuggestQuery = z.infer<typeof SuggestQuery>;

export const SuggestResponse = z
  .object({ suggestions: z.array(PluginName).max(8) })
  .meta({ id: "Suggestions", description: "Names of plugins, the best first", example: { suggestions: ["auth-jwt"] } });
export type SuggestResponse = z.infer<typeof SuggestResponse>;

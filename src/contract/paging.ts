import * as z from "zod";
import { Count, optional } from "./common.ts";

/** How many entries a listing can be paged through: deeper pages cost more and serve nobody. */
export const MAX_OFFSET = 10_000;

const Page = z.int().min(0).meta({ description: "0 is the first page", example: 0 });
const PerPage = z.int().min(1).max(100).meta({ example: 20 });

const emptyIsAbsent = (value: unknown) => (value === "" || value === null ? undefined : value);

/** A query parameter; `?name=` is as good as none. */
export const parameter = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(emptyIsAbsent, schema.optional());

const wholeNumber = (value: unknown) =>
  typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : emptyIsAbsent(value);

export const numberParameter = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(wholeNumber, schema);

export const flagParameter = () =>
  z.preprocess(
    (value) => ({ true: true, "1": true, false: false, "0": false, "": false })[String(value)] ?? value,
    z.boolean().default(false),
  );

export const bodyPaging = {
  page: optional(Page).transform((page) => page ?? 0),
  per_page: optional(PerPage).transform((perPage) => perPage ?? 20),
};

export const queryPaging = {
  page: numberParameter(Page.default(0)),
  per_page: numberParameter(PerPage.default(20)),
};

type Paged = { page: number; per_page: number };

/** Refuses what lies beyond MAX_OFFSET, also when another field is wrong: all issues come at once. */
export const withinDepth = <Schema extends z.ZodType<Paged>>(schema: Schema): Schema =>
  schema.refine(({ page, per_page }) => page * per_page <= MAX_OFFSET, {
    path: ["page"],
    error: `page * per_page must not exceed ${MAX_OFFSET}; narrow the query instead of paging deeper`,
    when: ({ value }) => {
      const { page, per_page } = (value ?? {}) as Partial<Record<keyof Paged, unknown>>;
      return typeof page === "number" && typeof per_page === "number";
    },
  });

export const PageQuery = withinDepth(z.object(queryPaging));
export type PageQuery = z.infer<typeof PageQuery>;

/** What every paged answer holds beside its entries. */
export const pageFields = { total: Count, page: Count, per_page: z.int().min(1).max(100) };

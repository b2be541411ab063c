import { openApiDocument } from "../../../src/contract/openapi/index.ts";
import type { Random } from "./random.ts";
import { FIELDS, type World } from "./world.ts";

export interface Schema {
  $ref?: string;
  type?: string;
  anyOf?: Schema[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  example?: unknown;
}

export interface Described {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface Operation extends Described {
  method: string;
  path: string;
}

const document = openApiDocument({ version: "0.0.0" });
const schemas = document.components?.schemas as unknown as Record<string, Schema>;

/** Every operation of the document. */
export const operations: Operation[] = Object.entries(
  document.paths as unknown as Record<string, Record<string, Described>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ ...described, path, method: method.toUpperCase() })),
);

const OPTIONAL = 0.4;

/** A value that the schema allows; `field` is what it is called. */
export function allowed(schema: Schema, world: World, random: Random, field = ""): unknown {
  if (field === "name" && schema.$ref) return random.pick(world.names);
  if (field === "version" && schema.$ref) return random.pick(world.versions);
  const known = FIELDS[field];
  if (known) return known(world);
  if (schema.$ref) return allowed(schemas[schema.$ref.split("/").at(-1)!]!, world, random, field);
  if (schema.anyOf)
    return allowed(schema.anyOf[random.chance(0.1) ? schema.anyOf.length - 1 : 0]!, world, random, field);
  if (schema.enum) return random.pick(schema.enum);
  return (KINDS[schema.type ?? "null"] ?? KINDS["null"]!)(schema, world, random, field);
}

const KINDS: Record<string, (schema: Schema, world: World, random: Random, field: string) => unknown> = {
  null: () => null,
  boolean: (_, __, random) => random.chance(0.5),
  string: ({ example }) => example ?? "fuzz",
  integer: ({ minimum = 0, maximum = 100 }, _, random) => minimum + random.below(Math.min(maximum - minimum, 100) + 1),
  array: ({ items, minItems = 0 }, world, random) =>
    Array.from({ length: minItems + random.below(3) }, () => allowed(items!, world, random)),
  object({ properties, required = [] }, world, random) {
    if (!properties) return Object.fromEntries(world.names.slice(random.below(3)).map((name) => [name, "^1"]));
    const chosen = Object.entries(properties).filter(([key]) => required.includes(key) || random.chance(OPTIONAL));
    return Object.fromEntries(chosen.map(([key, schema]) => [key, allowed(schema, world, random, key)]));
  },
};

import { openApiDocument, operations } from "#contract/openapi/index.ts";

/** What the page needs of an OpenAPI schema; the document has more. */
interface Schema {
  $ref?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Described {
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { description?: string }>;
}

/** Something that a request may hold. */
export interface Input {
  name: string;
  isRequired: boolean;
  description: string;
}

export interface Route {
  id: string;
  method: string;
  path: string;
  summary: string;
  access: string;
  parameters: Input[];
  fields: Input[];
  answers: [status: string, description: string][];
}

/** Every route by its tag, from the document that programs read. */
export function routesByTag(version: string): Map<string, Route[]> {
  const document = openApiDocument({ version }) as unknown as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, Schema> };
  };
  const resolved = (schema: Schema = {}): Schema =>
    schema.$ref === undefined ? schema : (document.components.schemas[schema.$ref.replace(/^.*\//, "")] ?? {});
  return Map.groupBy(
    operations.map((operation) => {
      const described = document.paths[operation.path.replace("{selector}", "{version}")]![operation.method]!;
      const [content] = Object.values(described.requestBody?.content ?? {});
      const body = resolved(content?.schema);
      return {
        ...operation,
        parameters: (described.parameters ?? [])
          .filter((parameter) => parameter.in === "query")
          .map(({ name, required = false, schema, description }) => ({
            name,
            isRequired: required,
            description: description ?? resolved(schema).description ?? "",
          })),
        fields: Object.entries(body.properties ?? {}).map(([name, schema]) => ({
          name,
          isRequired: body.required?.includes(name) ?? false,
          description: schema.description ?? resolved(schema).description ?? "",
        })),
        answers: Object.entries(described.responses)
          .filter(([status]) => status < "400")
          .map(([status, { description = "" }]): [string, string] => [status, description]),
      };
    }),
    ({ tag }) => tag,
  );
}

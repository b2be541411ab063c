import * as z from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from "zod-openapi";
import { ERRORS, type ErrorCode } from "#lib/errors.ts";
import { Username } from "../accounts.ts";
import { ErrorBody, Uuid } from "../common.ts";
import { PluginName, Version, VersionSelector } from "../plugins.ts";
import { KeyId } from "../signatures.ts";
import { errorsOf } from "./errors-of.ts";
import { headerComponents, headersOf } from "./headers.ts";
import type { Answer, Operation } from "./operation.ts";
import { accountOperations } from "./operations/accounts.ts";
import { adminOperations } from "./operations/admin.ts";
import { pluginOperations } from "./operations/plugins.ts";
import { publishingOperations } from "./operations/publishing.ts";
import { registryOperations } from "./operations/registry.ts";
import { resolutionOperations } from "./operations/resolution.ts";
import { reviewOperations } from "./operations/reviews.ts";

/** Every route of the API, `/camel` aside, which repeats them. */
export const operations: Operation[] = [
  ...pluginOperations,
  ...publishingOperations,
  ...resolutionOperations,
  ...reviewOperations,
  ...accountOperations,
  ...adminOperations,
  ...registryOperations,
];

const DESCRIPTION = `Find, publish and install MockForge's WASM plugins.

Field names are snake_case; requests are understood in camelCase as well, and the whole API is there once more under
\`/camel\`, answering in camelCase. Send \`Authorization: Bearer <session or API token>\` to act as somebody: such requests
are never answered from a cache. Every answer carries \`X-Request-Id\`, and \`RateLimit\` says how many requests are left.`;

const PATH_PARAMETERS: Record<string, z.ZodType> = {
  name: PluginName,
  version: Version,
  selector: VersionSelector,
  id: Uuid,
  upload_id: Uuid,
  key_id: KeyId,
  username: Username,
  image: z.string().meta({ description: "`{name}.svg`", example: "auth-jwt.svg" }),
  file: z.string().meta({ description: "`{name}-{version}.wasm` or `.zip`", example: "auth-jwt-1.2.0.wasm" }),
};

let document: ReturnType<typeof createDocument> | undefined;

/** The OpenAPI 3.1 document, made from the schemas that validate requests; built once. */
export function openApiDocument({ version }: { version: string }): ReturnType<typeof createDocument> {
  document ??= createDocument({
    openapi: "3.1.0",
    info: {
      title: "MockForge plugin registry",
      version,
      description: DESCRIPTION,
      license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
    },
    servers: [{ url: "/", description: "This registry" }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths(),
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A session token (JWT) or an API token (`mfr_…`)" },
      },
      headers: headerComponents,
    },
  });
  return document;
}

function paths() {
  const table: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    // Two routes that differ only in the name of a parameter are one path to OpenAPI.
    const path = operation.path.replace("{selector}", "{version}");
    (table[path] ??= {})[operation.method] = describe(operation);
  }
  return table;
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const path = Object.fromEntries(
    names.map((name) => [name === "selector" ? "version" : name, PATH_PARAMETERS[name] ?? z.string()]),
  );
  const { query, body, access } = operation;
  const needsCredentials = access !== "none" && access !== "public";
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    security: needsCredentials ? [{ bearer: [] }] : [],
    requestParams: { ...(names.length > 0 && { path: z.object(path) }), ...(query && { query }) },
    ...(body && {
      requestBody: {
        required: body.required ?? true,
        content: { [body.media ?? "application/json"]: { schema: body.schema } },
      },
    }),
    responses: responses(operation),
  };
}

function responses(operation: Operation): ZodOpenApiResponsesObject {
  const all: ZodOpenApiResponsesObject = {};
  for (const [status, codes] of errorsOf(operation)) all[`${status}` as "400"] = errorAnswer(status, codes);
  for (const [status, answer] of Object.entries(operation.answers)) all[status as "200"] = success(operation, answer);
  return all;
}

function success(operation: Operation, { description, schema, media, headers = [] }: Answer) {
  const content = schema
    ? { "application/json": { schema } }
    : media && Object.fromEntries(media.map((type) => [type, {}]));
  return { description, headers: headersOf(operation.access !== "none", headers), ...(content && { content }) };
}

function errorAnswer(status: number, codes: ErrorCode[]) {
  const extra = status === 429 || status === 503 ? ["Retry-After"] : status === 401 ? ["WWW-Authenticate"] : [];
  const examples = Object.fromEntries(
    codes.map((code) => [code, { value: { error: ERRORS[code].message, code, request_id: "0f6c1d2e-3b4a-4968" } }]),
  );
  return {
    description: codes.join(", "),
    headers: headersOf(true, extra),
    content: { "application/json": { schema: ErrorBody, examples } },
  };
}

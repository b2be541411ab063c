import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { openApiDocument, operations } from "../../src/contract/openapi/index.ts";
import { jsonApi } from "../../src/api/index.ts";
import { shared } from "../support/stack.ts";

const document = openApiDocument({ version: "1.2.3" });

test("is valid OpenAPI 3.1", async () => {
  const result = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

test("describes every route that the router has, and no other", () => {
  const routed = jsonApi.routes
    .filter(({ method, path }) => method !== "ALL" && !path.startsWith("/camel/"))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, "{}").replace(/(.)\/$/, "$1")}`);
  const described = operations
    .filter(({ method }) => method !== "head")
    .map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, "{}")}`);
  expect(new Set(described)).toEqual(new Set(routed));
});

test("has a summary, an id of its own and a body for each status of every operation", () => {
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  for (const path of Object.values(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(path as Record<string, { summary?: string; responses: object }>)) {
      expect(operation.summary).toMatch(/\w/);
      for (const [status, answer] of Object.entries(operation.responses as Record<string, { content?: object }>)) {
        if (method === "head" || status === "304") continue;
        expect(Object.keys(answer.content ?? {}), `${operation.summary} ${status}`).not.toEqual([]);
      }
    }
  }
});

describe("examples", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "openapi");
  const schemas = Object.entries(
    (document.components?.schemas ?? {}) as Record<string, { examples?: unknown[]; example?: unknown }>,
  );
  const withExample = schemas.filter(([, schema]) => schema.example !== undefined);

  test.for(withExample)("that of %s is what its schema says", ([name, schema]) => {
    const validate = ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
    expect(validate(schema.example), ajv.errorsText(validate.errors)).toBe(true);
  });

  test("stand at the requests", () => {
    for (const operation of operations.filter(({ body }) => body && body.required !== false)) {
      const json = JSON.stringify(document.paths?.[operation.path]?.[operation.method as "post"]?.requestBody);
      expect(json, operation.id).toMatch(/\$ref|example/);
    }
  });
});

test("is served", async () => {
  const response = await shared().request("/api/v1/openapi.json");
  expect(await response.json()).toMatchObject({ openapi: "3.1.0" });
});

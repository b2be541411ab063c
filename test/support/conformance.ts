import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { surfaceOf } from "../../src/http/surface.ts";
import { openApiDocument } from "../../src/contract/openapi/index.ts";

interface Described {
  responses: Record<string, { content?: Record<string, { examples?: object }> }>;
}

const document = openApiDocument({ version: "0.0.0" });
const paths = document.paths as unknown as Record<string, Record<string, Described>>;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, "openapi");

// `/plugins/suggest` before `/plugins/{name}`: fewer parameters first.
const templates = Object.keys(paths)
  .toSorted((a, b) => a.split("{").length - b.split("{").length)
  .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));

const validators = new Map<string, ValidateFunction>();

/**
 * Holds a real answer against the OpenAPI document. Answers of `/camel` are the same ones, spelt otherwise.
 * @throws Error for a route, status, media type or shape that the document does not have
 */
export async function assertConforms(method: string, path: string, response: Response): Promise<void> {
  if (path.startsWith("/camel/") || surfaceOf(path) === "web") return;
  const { status } = response;
  const where = `${method} ${path} → ${status}`;
  const template = templates.find(({ pattern }) => pattern.test(path))?.path;
  const operations = template ? paths[template] : undefined;
  // A HEAD is answered as its GET is.
  const verb = method === "HEAD" && !operations?.head ? "get" : method.toLowerCase();
  const operation = operations?.[verb];
  if (!template || !operation) {
    // Unknown addresses, wrong methods and preflights are what all routes share.
    if ([204, 400, 401, 403, 404, 405, 413, 429, 503].includes(status)) return;
    throw new Error(`${where}: the OpenAPI document has no such operation`);
  }
  const answer = operation.responses[status];
  if (!answer) throw new Error(`${where}: the OpenAPI document does not mention this status`);
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (method === "HEAD" || status === 304) return;
  const media = Object.keys(answer.content ?? {}).find((name) => name.split(";")[0] === type);
  if (!media) throw new Error(`${where}: the OpenAPI document does not mention ${type || "an empty body"}`);
  if (type !== "application/json") return;
  const pointer = ["paths", template, verb, "responses", `${status}`, "content", media, "schema"];
  const validate = validatorAt(
    pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))),
  );
  const body = await response.json();
  const { code } = body as { code?: string };
  const codes = Object.keys(answer.content?.[media]?.examples ?? {});
  if (status >= 400 && code && codes.length > 0 && !codes.includes(code)) {
    throw new Error(`${where}: the OpenAPI document does not mention the code ${code}`);
  }
  if (!validate(body))
    throw new Error(`${where}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 500)}`);
}

function validatorAt(pointer: string[]): ValidateFunction {
  const ref = `openapi#/${pointer.join("/")}`;
  const known = validators.get(ref) ?? ajv.compile({ $ref: ref });
  validators.set(ref, known);
  return known;
}

import * as z from "zod";
import { ErrorBody } from "#contract/common.ts";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { Fault, type Outcome } from "./fault.ts";
import { hintFor } from "./hints.ts";
import { notARegistry } from "./not-a-registry.ts";
import { readText } from "./read-body.ts";

/** A registry that is newer than this client may know more codes. */
const AnyError = ErrorBody.extend({ code: z.string() });

/** @throws Fault for everything but success with a body of that shape */
export async function readAnswer<Answer>(
  response: Response,
  schema: z.ZodType<Answer>,
  plugin: string | undefined,
): Promise<Answer> {
  const text = await readText(response);
  if (!response.ok) throw refusalOf(response, text, plugin);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? "" : ` (${issue.path.map(String).join(".") || "body"}: ${issue.message})`;
  throw new Fault(notARegistry(response, where), "final");
}

/** What was refused, and whether asking again can help. */
export function refusalOf(response: Response, text: string, plugin: string | undefined): Fault {
  const { status } = response;
  const parsed = AnyError.safeParse(parseJson(text));
  const requestId = response.headers.get("x-request-id") ?? undefined;
  if (!parsed.success) {
    const failure =
      status < 500
        ? notARegistry(response, ` (status ${status})`)
        : new Failure(`The registry failed with status ${status}`, { exitCode: EXIT.away, requestId });
    return new Fault(failure, outcomeOf(status, ""), retryAfterMs(response));
  }
  const { error, code, request_id, issues } = parsed.data;
  const hint = hintFor(code, plugin);
  const failure = new Failure(error, {
    exitCode: exitCodeOf(status),
    code,
    requestId: request_id,
    issues,
    plugin,
    hint,
  });
  return new Fault(failure, outcomeOf(status, code), retryAfterMs(response));
}

/** Codes by which the registry says that it did nothing. */
const TURNED_AWAY = new Set(["rate_limited", "limiter_unavailable", "busy"]);

function outcomeOf(status: number, code: string): Outcome {
  if (status === 429 || TURNED_AWAY.has(code)) return "not done";
  return [502, 503, 504].includes(status) ? "unknown" : "final";
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterMs(response: Response): number | undefined {
  const text = response.headers.get("retry-after");
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

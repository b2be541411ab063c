import { randomInt } from "node:crypto";
import { expect } from "vitest";
import type { ErrorCode } from "#lib/errors.ts";

export interface ErrorAnswer {
  error: string;
  code: ErrorCode;
  request_id: string;
  issues?: { path: string; message: string }[];
}

/** Five seconds, in which every answer is due, and one more for a machine that runs other tests beside. */
export const DUE_MS = 6_000;

/** A client address that no other test uses. */
export const randomAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** Reads an error and checks what every error has: a sentence, its code, and the id that its header carries. */
export async function expectError(response: Response, status: number, code: ErrorCode): Promise<ErrorAnswer> {
  const body = (await response.json()) as ErrorAnswer;
  expect([response.status, body.code, body.error]).toEqual([status, code, expect.stringMatching(/\S/)]);
  expect(body.request_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(response.headers.get("x-request-id")).toBe(body.request_id);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return body;
}

/** The paths that an answer of 400 complains about, sorted. */
export async function pathsAtFault(response: Response): Promise<string[]> {
  const { issues = [] } = await expectError(response, 400, "invalid_input");
  for (const issue of issues) expect(issue.message).toMatch(/\S/);
  return [...new Set(issues.map(({ path }) => path))].toSorted();
}

export const countOf = <Value>(values: readonly Value[], wanted: Value): number =>
  values.filter((value) => value === wanted).length;

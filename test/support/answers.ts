import { expect } from "vitest";
import type { Database } from "./database.ts";

export interface Answer<Body = any> {
  status: number;
  body: Body;
}

/** Status and body in one value, so that a failing expectation shows both. */
export async function answer<Body = any>(response: Response | Promise<Response>): Promise<Answer<Body>> {
  const arrived = await response;
  return { status: arrived.status, body: (await arrived.json()) as Body };
}

/** What `answer` gives for an error of the catalogue. */
export const refusal = (status: number, code: string): Answer => ({
  status,
  body: expect.objectContaining({ error: expect.any(String), code, request_id: expect.any(String) }),
});

/** What `answer` gives for invalid input; `paths` are the fields that are wrong, in any order. */
export const invalid = (...paths: string[]): Answer => ({
  status: 400,
  body: {
    error: expect.any(String),
    code: "invalid_input",
    request_id: expect.any(String),
    issues: expect.toSatisfy(
      (issues: { path: string; message: string }[]) => {
        const found = issues.map(({ path }) => path).toSorted();
        return issues.every(({ message }) => message !== "") && found.join() === paths.toSorted().join();
      },
      `issues at ${paths.join(", ")}`,
    ),
  },
});

export const aTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const aUuid: unknown = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

/** What the audit log holds of a plugin, in order: one entry for each change. */
export async function auditOf(sql: Database, plugin: string): Promise<string[]> {
  const rows = await sql<{ action: string }>`
    select l.action from audit_log l join plugins p on p.id = l.plugin_id where p.name = ${plugin} order by l.id`;
  return rows.map(({ action }) => action);
}

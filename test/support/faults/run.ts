import { expect } from "vitest";
import type { Stack } from "../stack.ts";
import { Lane } from "./gate.ts";
import { type Expected, OPERATIONS, type Send } from "./operations.ts";
import { snapshot } from "./snapshot.ts";
import type { FaultName } from "./table.ts";

/** What was to be seen, first and last, and what the operation asked for. */
export interface Course {
  before: string;
  after: string;
  steps: string[];
  slowestMs: number;
}

interface Strike {
  step: string;
  fault: FaultName;
  /** The course that nothing disturbed. */
  undisturbed: Course;
}

/**
 * Runs an operation as a client would that asks again after a failure, with a fault at one of its steps or without one.
 * @throws Error where anything but all or nothing is to be seen, or an answer is not what it should be
 */
export async function run(stack: Stack, lanes: Set<Lane>, operation: string, strike?: Strike): Promise<Course> {
  const prepared = await OPERATIONS[operation]!(stack);
  const see = () => snapshot(stack, prepared);
  const lane = new Lane([prepared.plugin, ...prepared.marks]);
  const before = await see();
  let [seen, slowestMs] = [before, 0];
  lanes.add(lane);
  lane.armed = strike;

  async function ask({ by }: Expected, request: () => Promise<Response>): Promise<Response> {
    lane.isOpen = true;
    const started = performance.now();
    const answer = await request().finally(() => lane.close());
    if (!by) slowestMs = Math.max(slowestMs, performance.now() - started);
    return answer;
  }

  const send: Send = async (expected, request) => {
    const first = await ask(expected, request);
    if (!(await isFailure(expected, first))) return agree(first, expected.fresh);
    if (!strike) throw new Error(`${first.status} although nothing disturbed`);
    const now = await see();
    expect([strike.undisturbed.before, strike.undisturbed.after], "what is to be seen after the failure").toContain(
      now,
    );
    const isDone = now !== seen;
    seen = now;
    return agree(await ask(expected, request), (isDone ? expected.repeated : undefined) ?? expected.fresh);
  };

  await prepared.run(send);
  for (const arrive of lane.late) await arrive().catch(() => undefined);
  const after = await see();
  lanes.delete(lane);
  if (strike) {
    expect(lane.armed, "the fault that has not struck").toBeUndefined();
    expect([before, after]).toEqual([strike.undisturbed.before, strike.undisturbed.after]);
  }
  return { before, after, steps: lane.steps, slowestMs };
}

/** Ours say in full what is away, and when to come back; the storage's are its own. */
async function isFailure({ fresh, by }: Expected, response: Response): Promise<boolean> {
  if (by) return !new RegExp(`^${fresh}$`).test(`${response.status}`);
  if (response.status < 500) return false;
  const { code, error } = (await response.clone().json()) as { code: string; error: string };
  expect([response.status, code]).toEqual([503, expect.stringMatching(/^(?:database|storage)_unavailable$/)]);
  expect(response.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect(error).not.toMatch(/select|insert|127\.0\.0\.1|fetch/i);
  return true;
}

async function agree(response: Response, expected: string): Promise<Response> {
  const { status } = response;
  const isOurError = status >= 400 && response.headers.get("content-type")?.includes("json");
  const code = isOurError ? ((await response.clone().json()) as { code: string }).code : undefined;
  expect([status, code].filter(Boolean).join(" ")).toMatch(new RegExp(`^${expected}$`));
  return response;
}

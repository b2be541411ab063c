import type { Fault, SqlRequest } from "../../../scripts/stack/sql-endpoint.ts";
import type { S3Fault, S3Request, StoredAnswer } from "../object-store.ts";

/** How a part of the outside world can fail at one step. */
interface Row {
  sql: (request: SqlRequest, later: Later) => Promise<Fault>;
  s3: (request: S3Request, later: Later) => Promise<S3Fault>;
}

/** Notes what happens only when the client has long asked again. */
export type Later = (work: () => Promise<unknown>) => void;

export const FAULTS = {
  "is refused": {
    sql: async () => ({ status: 400, body: '{"message":"too many clients already","code":"53300"}' }),
    s3: async () => ({ status: 403, body: "<Error><Code>SignatureDoesNotMatch</Code></Error>" }),
  },
  "is reset before it is done": { sql: async () => "reset", s3: async () => "reset" },
  "is reset after it is done": {
    sql: ({ execute }) => execute().then(() => "reset"),
    s3: ({ execute }) => execute().then(() => "reset"),
  },
  "is answered by 503": {
    sql: async () => ({ status: 503, body: "no compute is available" }),
    s3: async () => ({ status: 503, body: "<Error><Code>SlowDown</Code></Error>" }),
  },
  "is done and half answered": {
    sql: async ({ execute }) => ({ status: 200, body: halfOf(JSON.stringify(await execute())) }),
    s3: async ({ execute }) => brokenOff(await execute(), "reset"),
  },
  hangs: { sql: async () => "hang", s3: async () => "hang" },
  "is done and hangs": {
    sql: ({ execute }) => execute().then(() => "hang"),
    s3: async ({ execute }) => brokenOff(await execute(), "hang"),
  },
  "hangs and is done after the next try": {
    sql: async ({ execute }, later) => {
      later(execute);
      return "hang";
    },
    s3: async ({ received, execute }, later) => {
      await received();
      later(execute);
      return "hang";
    },
  },
} as const satisfies Record<string, Row>;

export type FaultName = keyof typeof FAULTS;

/** Cost the five seconds in which we answer. */
export const isSlow = (fault: FaultName): boolean => fault.includes("hangs");

const halfOf = (text: string) => text.slice(0, text.length / 2);

/** Half of the body, under the length of the whole. */
function brokenOff({ body, ...answer }: StoredAnswer, by: "reset" | "hang"): S3Fault {
  const half = body.subarray(0, body.length / 2);
  return half.length === 0 ? by : { ...answer, body: half, breaksOffBy: by };
}

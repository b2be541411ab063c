import type { Fault, SqlRequest } from "../../../scripts/stack/sql-endpoint.ts";
import type { S3Fault, S3Request } from "../object-store.ts";
import type { PrivateStack } from "../stack.ts";
import { type FaultName, FAULTS } from "./table.ts";

/** One client's way through an operation, told from others by ids and names in what the Worker asks for. */
export class Lane {
  /** What the operation asked of database and storage, in order. */
  readonly steps: string[] = [];
  /** What is yet to arrive. */
  readonly late: (() => Promise<unknown>)[] = [];
  readonly #marks: readonly string[];
  /** While a request of the operation is under way. */
  isOpen = false;
  /** Where the fault is to strike; undefined when it has, or there is none. */
  armed: { step: string; fault: FaultName } | undefined;
  /** The kind of request that fails until the answer is there: the store is asked again after a 503. */
  #failing: { kind: string; fault: FaultName } | undefined;

  constructor(marks: readonly string[]) {
    this.#marks = marks;
  }

  isMeant(text: string): boolean {
    return this.#marks.some((mark) => text.includes(mark));
  }

  /** The fault that strikes a request of this kind now. */
  at(kind: string): FaultName | undefined {
    if (this.#failing?.kind === kind) return this.#failing.fault;
    const step = `${kind} ${this.steps.filter((known) => known.startsWith(`${kind} `)).length + 1}`;
    this.steps.push(step);
    if (this.armed?.step !== step) return undefined;
    const { fault } = this.armed;
    this.armed = undefined;
    if (kind !== FLUSH) this.#failing = { kind, fault };
    return fault;
  }

  close(): void {
    this.isOpen = false;
    this.#failing = undefined;
  }
}

/** Counted downloads go to the database by themselves, whoever is under way. */
const FLUSH = "SQL of the counter";

/** Stands before database and storage, and lets faults strike in their lanes. */
export function standBefore(stack: PrivateStack, lanes: ReadonlySet<Lane>): void {
  const laneOf = (text: string, isAlways: boolean) =>
    [...lanes].find((lane) => (lane.isOpen || isAlways) && lane.isMeant(text));

  stack.sqlEndpoint.onRequest = async (request: SqlRequest): Promise<Fault> => {
    const isFlush = request.queries.some((query) => query.includes("download_counters"));
    const lane = laneOf(JSON.stringify(request.params), isFlush);
    const fault = lane?.at(isFlush ? FLUSH : "SQL");
    return fault && FAULTS[fault].sql(request, (work) => lane!.late.push(work));
  };
  stack.s3.onRequest = async (request: S3Request): Promise<S3Fault> => {
    const lane = laneOf(request.path, false);
    const fault = lane?.at(`${request.method} of .${/\.(\w+)(?:\?|$)/.exec(request.path)?.[1]}`);
    return fault && FAULTS[fault].s3(request, (work) => lane!.late.push(work));
  };
}

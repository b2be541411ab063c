import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface BenchRequest {
  path: string;
  method?: "GET" | "POST" | "PUT";
  headers?: Record<string, string>;
  body?: string;
  /** A publication made anew for each request, in the body that this registry takes. */
  publication?: "registry" | "verdaccio";
  /** Each time at another address, with a parameter that changes nothing: no two requests can share an answer. */
  isDistinct?: true;
}

export interface Statement {
  query: string;
  params: unknown[];
}

export interface HttpLoad {
  kind: "http";
  url: string;
  request: BenchRequest;
  connections: number;
  /** Where the client of each connection has its address; without them, all are one client. */
  addresses?: string[];
  seconds: number;
  /** The status of every answer; any other counts as a failure. */
  expected: number;
}

export interface SqlLoad {
  kind: "sql";
  databaseUrl: string;
  statements: Statement[];
  connections: number;
  seconds: number;
}

export type Load = HttpLoad | SqlLoad;

/** Times are milliseconds. */
export interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  answers: number;
  failures: number;
}

export interface Generator {
  run(load: Load): Promise<Measured>;
  stop(): void;
}

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL("generator.ts", import.meta.url)), { serialization: "advanced" });
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        child.once("message", ({ measured, failure }: { measured?: Measured; failure?: string }) => {
          if (measured) resolve(measured);
          else reject(new Error(failure ?? "the load generator failed"));
        });
        child.send(load);
      }),
    stop: () => void child.kill(),
  };
}

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Kind } from "./mix.ts";
import type { SoakWorld } from "./world.ts";

export interface Load {
  url: string;
  world: SoakWorld;
  seed: number;
  /** How many requests are on their way at any time. */
  connections: number;
  periods: number;
  periodMs: number;
  /** So many requests at least, should the time not suffice for them. */
  least: number;
}

/** Of one period. */
export interface Report {
  counts: Partial<Record<Kind, number>>;
  answers: number;
  /** Milliseconds. */
  p99: number;
  /** What was answered wrongly, or not at all. */
  wrong: string[];
}

/** Makes load from a process of its own, so that what makes it and what answers SQL do not wait for each other here. */
export function soak(load: Load, onReport: (report: Report) => Promise<void>): Promise<void> {
  const child = fork(fileURLToPath(new URL("generator.ts", import.meta.url)), { execArgv: [] });
  child.send(load);
  return new Promise((resolve, reject) => {
    let noted = Promise.resolve();
    const fail = (error: Error) => {
      child.kill();
      reject(error);
    };
    child.on("message", (report: Report) => {
      noted = noted.then(() => onReport(report));
      noted.catch(fail);
    });
    child.once("error", fail);
    child.once("exit", (code) => {
      if (code === 0) noted.then(resolve, reject);
      else reject(new Error(`the load generator ended with ${code}`));
    });
  });
}

import { EACH_STEP } from "#lib/deadline.ts";
import type { Run } from "./driver.ts";
import type { ConnectOptions } from "./neon.ts";

export interface Database {
  /**
   * Runs statements one after the other, in one round trip and, if there are several, in one transaction.
   * @returns the rows of each
   * @throws QueryError
   */
  run: Run;
}

/**
 * A database client for one request. Costs no I/O, nor the driver, which is loaded with the first statement: what the edge
 * keeps is answered without it.
 * @param options.deadline the request's; without one, each step has as long as a request
 */
export function createDatabase({ databaseUrl, ...options }: ConnectOptions & { databaseUrl: string }): Database {
  let run: Run | undefined;
  return {
    async run(statements) {
      const { openDriver } = await import("./driver.ts");
      run ??= openDriver(databaseUrl, { deadline: EACH_STEP, ...options });
      return run(statements);
    },
  };
}

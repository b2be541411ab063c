import type { SqlEndpoint } from "../stack/sql-endpoint.ts";
import type { Generator } from "./load.ts";
import type { Runtime } from "./runtime.ts";
import type { Verdaccio } from "./verdaccio.ts";

/** What rows are measured with. */
export interface Bench {
  runtime: Runtime;
  endpoint: SqlEndpoint;
  generator: Generator;
  databaseUrl: string;
  /** Absent where nothing is compared with it. */
  verdaccio: Verdaccio | undefined;
  rounds: number;
  seconds: number;
  /** Before the rounds, not measured: code gets compiled, caches get filled. */
  warmUpSeconds: number;
}

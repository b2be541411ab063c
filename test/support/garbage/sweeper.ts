import { gunzipSync } from "node:zlib";
import type { S3Fault, S3Request } from "../object-store.ts";
import type { PrivateStack } from "../stack.ts";
import type { Turns } from "../turns.ts";

const DAY_MS = 25 * 60 * 60 * 1000;
const IS_LIST = "?list-type=2";

/** What a sweep asks of database and bucket, and nobody else does. */
export const SWEEP = ["delete from uploads", "unnest($1::text[]) key", IS_LIST, "DELETE "];

/** Runs the Worker's own cron, step by step, in a bucket whose clock a test moves. */
export class Sweeper {
  readonly #stack: PrivateStack;
  readonly turns: Turns;
  /** What was stored before this moment is a day old. */
  #newDay = new Date(0);
  #deletions: Promise<void> | undefined;
  /** A publication that ends half-way: before its row is written, or before its author is told. */
  breaksOff: { userId: string; version: string; isDone: boolean } | undefined;

  constructor(stack: PrivateStack, turns: Turns) {
    this.#stack = stack;
    this.turns = turns;
    stack.sqlEndpoint.onRequest = async ({ queries, params, execute }) => {
      const [text, values] = [queries.join(";"), JSON.stringify(params)];
      await turns.wait(`${text} ${values}`);
      this.#deletions = undefined;
      const { breaksOff } = this;
      const isMeant = breaksOff && [breaksOff.userId, `"${breaksOff.version}"`].every((each) => values.includes(each));
      if (!isMeant || !text.includes("insert into plugin_versions")) return undefined;
      if (breaksOff.isDone) await execute();
      return "reset";
    };
    stack.s3.onRequest = (request) => this.#store(request);
  }

  aDayPasses(): void {
    this.#newDay = new Date();
  }

  async sweep(): Promise<void> {
    await this.#stack.runsCron("17 * * * *");
  }

  async #store({ method, path, execute }: S3Request): Promise<S3Fault> {
    // Several files are deleted at once, in one step.
    if (method === "DELETE") {
      await (this.#deletions ??= this.turns.wait("DELETE "));
      return undefined;
    }
    await this.turns.wait(`${method} ${path}`);
    if (!path.includes(IS_LIST)) return undefined;
    const { status, body, headers } = await execute();
    const list = (headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
    const aged = list.replaceAll(/<LastModified>([^<]+)</g, (element, time: string) => {
      const modified = new Date(time);
      return modified < this.#newDay
        ? element.replace(time, new Date(modified.getTime() - DAY_MS).toISOString())
        : element;
    });
    return { status, body: aged };
  }
}

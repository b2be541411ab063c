import { fileURLToPath } from "node:url";
import { buildVariant } from "../build-worker.ts";
import { type PrivateStack, startStack } from "../stack.ts";

type Presence = "here" | "refuses" | "hangs";

/** How the Durable Objects are, and how far its clock is ahead of ours. */
export interface Away {
  limiter: Presence;
  counter: Presence | "slow";
  aheadMs: number;
}

export interface StackWithObjects extends PrivateStack {
  set(away: Partial<Away>): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("../../proof/fixtures/objects-away.ts", import.meta.url));

/** A stack whose Durable Objects can be away too, to be closed in afterAll. */
export async function startStackWithObjects(vars: Record<string, string | number>): Promise<StackWithObjects> {
  const variant = await buildVariant(ENTRY);
  const stack = await startStack({ vars, workerDir: variant.workerDir });
  return {
    ...stack,
    async set(away) {
      await fetch(new URL("/away", stack.url), { method: "POST", body: JSON.stringify(away) });
    },
    async close() {
      await stack.close();
      await variant.remove();
    },
  };
}

import { setTimeout } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { type Figures } from "./goals.ts";
import { type HttpLoad, startGenerator } from "./load.ts";
import { figures, measureRound, ownLoad } from "./measure.ts";
import type { Row } from "./rows.ts";
import type { World } from "./world.ts";

export interface Storm {
  readersAlone: Figures;
  readersBeside: Figures;
  /** Sign-ins a second that succeeded, and that were told to come back later. */
  signedIn: number;
  refused: number;
}

const RETRY_MS = 100;
const READERS = 8;
/** Four more than may wait for their turn. */
const SIGNING_IN = 16;

/** What readers of a cached page notice while many people sign in at once: bcrypt takes the CPU of their isolate. */
export async function measureStorm(bench: Bench, world: World): Promise<Storm> {
  const read: Row = {
    title: "readers",
    worker: "cached",
    request: { path: `/api/v1/plugins/${world.plugin}` },
    connections: READERS,
    yardsticks: [],
    goals: [],
  };
  const signIn: Row = {
    ...read,
    request: {
      path: "/api/v1/auth/login",
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(world.account),
    },
    connections: SIGNING_IN,
  };
  const crowd = startGenerator();
  const alone = [];
  const beside = [];
  let [answers, refused] = [0, 0];
  try {
    for (let round = 0; round < bench.rounds; round += 1) {
      alone.push(await measureRound(bench, ownLoad(bench, read)));
      const storm = crowd.run(ownLoad(bench, signIn));
      beside.push(await measureRound(bench, ownLoad(bench, read)));
      const { answers: all, failures } = await storm;
      answers += all;
      refused += failures;
      await untilOver(ownLoad(bench, signIn));
    }
  } finally {
    crowd.stop();
  }
  const seconds = bench.rounds * bench.seconds;
  return {
    readersAlone: figures(alone),
    readersBeside: figures(beside),
    signedIn: (answers - refused) / seconds,
    refused: refused / seconds,
  };
}

/** Who signs in last is served last: then no password of the storm is still being hashed. */
async function untilOver({ url, request }: HttpLoad): Promise<void> {
  const { path, method, headers, body } = request;
  const signIn = () => fetch(new URL(path, url), { method: method!, headers: headers!, body: body! });
  while ((await signIn()).status !== 200) await setTimeout(RETRY_MS);
}

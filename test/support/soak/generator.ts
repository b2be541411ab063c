import { Random } from "../fuzz/random.ts";
import { send } from "../fuzz/send.ts";
import { type Asked, type Kind, mixOf } from "./mix.ts";
import type { Load, Report } from "./load.ts";

/** A process of its own, which keeps so many requests on their way and reports as often as it is told to. */
process.on("message", (load: Load) => {
  makeLoad(load).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

// Also when the one that measures has gone.
process.once("disconnect", () => process.exit());

async function makeLoad({ url, world, seed, connections, periods, periodMs, least }: Load): Promise<void> {
  const nextAsked = mixOf(world, new Random(seed));
  const end = performance.now() + periods * periodMs;
  let period = newPeriod();
  let sent = 0;
  const connection = async () => {
    while (performance.now() < end || sent < least) {
      sent += 1;
      const asked = await nextAsked();
      const started = performance.now();
      const wrong = await wrongOf(url, asked);
      period.note(asked.kind, performance.now() - started, wrong);
    }
  };
  let reported = 0;
  const report = () => {
    reported += 1;
    process.send!(period.report());
    period = newPeriod();
  };
  // The last one ends when all is answered.
  const timer = setInterval(() => reported < periods - 1 && report(), periodMs);
  await Promise.all(Array.from({ length: connections }, connection));
  clearInterval(timer);
  report();
}

/** What is wrong with the answer, if anything. */
async function wrongOf(url: string, { kind, sent, isRight }: Asked): Promise<string | undefined> {
  try {
    const received = await send(url, sent);
    if (isRight(received)) return undefined;
    return `${kind} ${sent.path}: ${received.status} ${received.body.toString().slice(0, 300)}`;
  } catch (error) {
    return `${kind} ${sent.path}: ${String(error)}`;
  }
}

function newPeriod() {
  const times: Partial<Record<Kind, number[]>> = {};
  const wrong: string[] = [];
  return {
    note(kind: Kind, ms: number, problem: string | undefined) {
      (times[kind] ??= []).push(ms);
      if (problem !== undefined) wrong.push(problem);
    },
    report(): Report {
      const all = Object.values(times).flat();
      const counts = Object.fromEntries(Object.entries(times).map(([kind, list]) => [kind, list.length]));
      return { counts, answers: all.length, p99: quantile(all, 0.99), wrong };
    },
  };
}

function quantile(times: number[], share: number): number {
  const sorted = Float64Array.from(times).toSorted();
  return sorted[Math.floor(share * sorted.length)] ?? 0;
}

import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import { ask, expectation, outcomeOf } from "../support/access/ask.ts";
import { type Asker, ASKERS } from "../support/access/askers.ts";
import { isRead, RULES } from "../support/access/requests.ts";
import { allRoutes, type Route } from "../support/access/routes.ts";
import type { Rule, Sent } from "../support/access/rules.ts";
import { changesIn, newScene, type Scene } from "../support/access/scene.ts";
import { fingerprint } from "../support/fingerprint.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { proves, type Tally, times } from "../support/proof.ts";

const AT_ONCE = 16;
const IS_PROOF = times({ proof: 1, test: 0 }) === 1;
const ROUTES = allRoutes();

interface Cell {
  route: Route;
  rule: Rule;
  asker: Asker;
}
const cells: Cell[] = ROUTES.flatMap((route) =>
  [RULES[route.key] ?? []].flat().flatMap((rule) => ASKERS.map((asker) => ({ route, rule, asker }))),
);
const isAllowed = ({ rule, asker }: Cell) => asker.outcome(rule) === "done";

let stack: PrivateStack;
let scene: Scene;
beforeAll(async () => {
  stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 100_000 } });
  scene = await newScene(stack, { crowded: true });
  await stack.sql`update plugins set tags = '{scene}' where name = ${scene.plugin}`;
});
afterAll(() => stack.close());

proves("one table says of every route who may, and of none that is not there", async (tally) => {
  tally.tried = ROUTES.length;
  expect(Object.keys(RULES).toSorted()).toEqual([...new Set(ROUTES.map(({ key }) => key))].toSorted());
});

/**
 * Each change takes a scene of its own. So `npm test` lets two of those in who may, the first and the last, and leaves
 * out what is mounted twice.
 */
function isWorthwhile({ route, rule, asker }: Cell): boolean {
  const welcome = ASKERS.filter(({ outcome }) => outcome(rule) === "done");
  if (rule.slow) return IS_PROOF && asker === welcome[0];
  return IS_PROOF || (!route.path.startsWith("/camel/") && [welcome[0], welcome.at(-1)].includes(asker));
}

interface Attempt {
  scene: Scene;
  sent: Sent;
  /** A session or a token. */
  shown: string | undefined;
}

async function attemptIn(where: Scene, { rule, asker }: Cell, sent?: Sent): Promise<Attempt> {
  return { scene: where, sent: sent ?? (await rule.sends?.(where)) ?? {}, shown: await asker.shows(where, rule) };
}

/** Tries cells of the table, and lists those that are answered otherwise. */
async function tries(tally: Tally, tried: Cell[], attempt: (cell: Cell) => Promise<Attempt>, noted = false) {
  const wrong: string[] = [];
  const tryOne = async (cell: Cell) => {
    const { route, rule, asker } = cell;
    const { scene: where, sent, shown } = await attempt(cell);
    const before = noted ? await changesIn(where) : 0;
    const answered = await outcomeOf(await ask(where, route, sent, shown), route);
    tally.tried += 1;
    const what = `${route.method} ${route.path} (${rule.token}) by ${asker.name}`;
    const outcome = asker.outcome(rule);
    if (!expectation(outcome, route, rule)(answered)) wrong.push(`${what}: ${answered} instead of ${outcome}`);
    const changes = noted ? (await changesIn(where)) - before : 0;
    const due = !noted || rule.idle === asker.name ? 0 : (rule.changes ?? 1);
    if (changes !== due) wrong.push(`${what}: ${changes} changes noted instead of ${due}`);
  };
  await pMap(tried, tryOne, { concurrency: AT_ONCE });
  tally.failed += wrong.length;
  tally.remark = `${ROUTES.length} routes, ${ASKERS.length} kinds of asker`;
  expect(wrong).toEqual([]);
}

proves("who may not is refused at every route, API and pages, and nothing changes", async (tally) => {
  const refused = cells.filter((cell) => !isAllowed(cell));
  // All that is shown and sent is made before: tokens, and uploads that were announced and stored.
  const sent = new Map<Rule, Sent | undefined>();
  for (const { rule } of refused) if (!sent.has(rule)) sent.set(rule, await rule.sends?.(scene));
  const attempts = new Map<Cell, Attempt>();
  await pMap(refused, async (cell) => attempts.set(cell, await attemptIn(scene, cell, sent.get(cell.rule))), {
    concurrency: AT_ONCE,
  });
  const before = await fingerprint(stack);
  await tries(tally, refused, async (cell) => attempts.get(cell)!);
  expect(await fingerprint(stack)).toEqual(before);
});

proves("who may is let in at every route, API and pages, and each change is noted once", async (tally) => {
  const allowed = cells.filter(isAllowed);
  await tries(
    tally,
    allowed.filter(({ route }) => isRead(route)),
    (cell) => attemptIn(scene, cell),
  );
  const changes = allowed.filter((cell) => !isRead(cell.route) && isWorthwhile(cell));
  const attempt = async (cell: Cell) => {
    const own = await newScene(stack, { crowded: false });
    await cell.rule.prepare?.(own);
    return attemptIn(own, cell);
  };
  await tries(tally, changes, attempt, true);
});

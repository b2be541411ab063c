import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPlugins } from "../../scripts/seed/bulk/load.ts";
import { operations } from "../../src/contract/openapi/index.ts";
import { somebody } from "../support/people.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { type Read, readsOf, readsOfPages } from "./reads.ts";

/** Enough that a sequential scan is the slower plan, and that the planner knows it. */
const PLUGINS = 100_000;
const NEVER_SCANNED = new Set(["plugins", "plugin_versions", "reviews"]);
const READS_BY_POST = new Set(["searchPlugins", "resolve"]);
const WITHOUT_SQL = new Set(["ready", "openApi"]);

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  Filter?: string;
  Plans?: PlanNode[];
}

let stack: PrivateStack;
let reads: Record<string, Read[]>;

beforeAll(async () => {
  stack = await startStack({ seed: ({ databaseUrl }) => loadPlugins({ databaseUrl, plugins: PLUGINS }) });
  reads = await readsOf(stack);
}, 300_000);

afterAll(() => stack?.close());

const readOperations = operations.filter(
  ({ id, method, access }) =>
    (method === "get" || method === "head" || READS_BY_POST.has(id)) && access !== "none" && !WITHOUT_SQL.has(id),
);

describe(`with ${PLUGINS} plugins`, () => {
  test("no page that people explore by scans a large table", async () => {
    for (const read of Object.values(await readsOfPages(stack)).flat()) {
      expect([read, await scansOf(read)]).toEqual([read, []]);
    }
  }, 60_000);

  test.for(readOperations.map(({ id }) => id))("%s scans no large table", { timeout: 60_000 }, async (id) => {
    expect(Object.keys(reads)).toContain(id);
    for (const read of reads[id]!) expect([read, await scansOf(read)]).toEqual([read, []]);
  });

  test("no page scans a large table", async () => {
    const [plugin] = await stack.sql<{ name: string }>`select name from plugins order by downloads desc limit 1`;
    for (const path of PAGES(plugin!.name)) expect([path, await scansOf({ path })]).toEqual([path, []]);
  });

  test("nor does a page for who is signed in", async () => {
    const [plugin] = await stack.sql<{ name: string }>`select name from plugins order by reviews_count desc limit 1`;
    const admin = await somebody(stack, { isAdmin: true });
    const headers = { cookie: `__Host-session=${admin.token}` };
    for (const path of OWN_PAGES(plugin!.name)) expect([path, await scansOf({ path, headers })]).toEqual([path, []]);
  });
});

/** The pages; those that are the same for everybody. */
const PAGES = (name: string) => ["/", `/plugins/${name}`, `/plugins/${name}?sort=recent`];

const OWN_PAGES = (name: string) => [
  "/admin",
  "/admin?page=20",
  "/admin/users",
  "/admin/users?q=us",
  "/settings/tokens",
  `/plugins/${name}`,
  `/plugins/${name}/review`,
  `/plugins/${name}/manage`,
];

/** Asks the Worker, and explains the very statements that it sent, with their parameters. */
async function scansOf({ path, ...options }: Read): Promise<string[]> {
  stack.sqlEndpoint.roundTrips.length = 0;
  const response = await stack.request(path, options);
  await response.arrayBuffer();
  // Made-up dependencies may be in conflict, and a download finds its place, then no file there.
  expect([200, 404, 409, 503], path).toContain(response.status);
  const statements = stack.sqlEndpoint.roundTrips.flatMap(({ queries, params }) =>
    queries.map((query, index) => ({ query, parameters: params[index] ?? [] })),
  );
  expect(statements, path).not.toEqual([]);
  const scans = await Promise.all(
    statements.map(async ({ query, parameters }) => {
      const [row] = await stack.sql.query(`explain (format json) ${query}`, parameters);
      return scansIn(row!["QUERY PLAN"][0].Plan);
    }),
  );
  return scans.flat();
}

function scansIn(node: PlanNode): string[] {
  const table = node["Relation Name"];
  const own =
    node["Node Type"] === "Seq Scan" && table && NEVER_SCANNED.has(table) ? [`${table}: ${node.Filter ?? "all"}`] : [];
  return [...own, ...(node.Plans ?? []).flatMap(scansIn)];
}

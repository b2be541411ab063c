import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPlugins } from "../../scripts/seed/bulk/load.ts";
import { type Explainer, openExplainer } from "../../scripts/stack/explainer.ts";
import { operations } from "../../src/contract/openapi/index.ts";
import { somebody } from "../support/people.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { type Read, readsOf, readsOfPages } from "./reads.ts";

/** Enough that a sequential scan is the slower plan, and that the planner knows it. */
const PLUGINS = 100_000;
/** What a search may look at until it has counted a thousand matches. */
const MOST_ROWS = PLUGINS / 3;
const NEVER_SCANNED = new Set(["plugins", "plugin_versions", "reviews", "name_words", "search_words"]);
const READS_BY_POST = new Set(["searchPlugins", "resolve"]);
const WITHOUT_SQL = new Set(["ready", "openApi"]);

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows"?: number;
  "Rows Removed by Filter"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Filter?: string;
  Plans?: PlanNode[];
}

let stack: PrivateStack;
let explainer: Explainer;
let reads: Record<string, Read[]>;

beforeAll(async () => {
  stack = await startStack({ seed: ({ databaseUrl }) => loadPlugins({ databaseUrl, plugins: PLUGINS }) });
  explainer = await openExplainer(stack.databaseUrl, "json");
  reads = await readsOf(stack);
}, 300_000);

afterAll(async () => {
  await explainer?.close();
  await stack?.close();
});

const readOperations = operations.filter(
  ({ id, method, access }) =>
    (method === "get" || method === "head" || READS_BY_POST.has(id)) && access !== "none" && !WITHOUT_SQL.has(id),
);

describe(`with ${PLUGINS} plugins`, () => {
  test("what is looked at are the statements within functions too", async () => {
    const [plugin] = await stack.sql<{ name: string }>`select name from plugins limit 1`;
    const plans = await plansOf({ path: `/api/v1/plugins/${plugin!.name}` });
    expect(plans).toHaveLength(2);
    expect(plans.flatMap(allIn).map((node) => node["Relation Name"])).toContain("plugin_versions");
  });

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

  test("a misspelt name is found in a few blocks of the indexes that it is looked up in", async () => {
    const [plugin] = await stack.sql<{ name: string }>`select name from plugins order by length(name) desc limit 1`;
    const typo = plugin!.name.replace(/(.)(.)$/, "$2$1");
    for (const path of [`/api/v1/plugins?q=${typo}`, `/api/v1/plugins/suggest?q=${typo}`]) {
      for (const index of ["name_words_spellings", "plugins_name_parts"]) {
        const [blocks] = await blocksOf(index, { path });
        expect([path, index, blocks! < 100]).toEqual([path, index, true]);
      }
    }
  });

  test("nobody counts the plugins that have a frequent word", async () => {
    for (const sort of ["relevance", "name"]) {
      const nodes = (await plansOf({ path: `/api/v1/plugins?q=ledger&sort=${sort}` })).flatMap(allIn);
      expect(nodes.map((node) => node["Relation Name"])).toContain("search_words");
      const scanned = nodes.filter((node) => node["Node Type"] === "Seq Scan" && node["Relation Name"] === "plugins");
      expect([sort, scanned]).toEqual([sort, []]);
    }
  });

  test("counting downloads makes no search read more of its index", async () => {
    const [before] = await blocksOf("plugins_search", { path: "/api/v1/plugins?q=marimba" });
    await stack.sql`update plugins set downloads = downloads + 1
      where id in (select id from plugins order by recent_downloads desc limit 2000)`;
    const [after] = await blocksOf("plugins_search", { path: "/api/v1/plugins?q=marimba" });
    expect(after).toBeLessThanOrEqual(before! + 2);
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

/** Asks the Worker, and runs the very statements that it sent, with their parameters: their plans, and those of the functions they call. */
async function plansOf({ path, ...options }: Read): Promise<PlanNode[]> {
  stack.sqlEndpoint.roundTrips.length = 0;
  const response = await stack.request(path, options);
  await response.arrayBuffer();
  // Made-up dependencies may be in conflict, and a download finds its place, then no file there.
  expect([200, 404, 409, 503], path).toContain(response.status);
  const statements = stack.sqlEndpoint.roundTrips.flatMap(({ queries, params }) =>
    queries.map((query, index) => ({ query, params: params[index] ?? [] })),
  );
  expect(statements, path).not.toEqual([]);
  const plans: string[] = [];
  for (const statement of statements) plans.push(...(await explainer.plansOf(statement)));
  return plans.map((plan) => (JSON.parse(plan) as { Plan: PlanNode }).Plan);
}

async function scansOf(read: Read): Promise<string[]> {
  return (await plansOf(read)).flatMap(scansIn);
}

/** How many blocks each scan of an index looks at. */
async function blocksOf(indexName: string, read: Read): Promise<number[]> {
  const nodes = (await plansOf(read)).flatMap(allIn);
  return nodes
    .filter((node) => node["Index Name"] === indexName)
    .map((node) => node["Shared Hit Blocks"]! + node["Shared Read Blocks"]!);
}

const allIn = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(allIn)];

/** Those that read a table to its end, or nearly: what is common is soon counted as far as the cap. */
function scansIn(plan: PlanNode): string[] {
  return allIn(plan).flatMap(({ "Node Type": type, "Relation Name": table, Filter: filter, ...node }) => {
    const rows = (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0);
    const isScan = type === "Seq Scan" && table && NEVER_SCANNED.has(table) && rows > MOST_ROWS;
    return isScan ? [`${table}: ${rows} rows for ${filter ?? "all"}`] : [];
  });
}

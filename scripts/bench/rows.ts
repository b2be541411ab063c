import { SortOrder } from "../../src/contract/search.ts";
import { TERMS } from "../seed/bulk/vocabulary.ts";
import {
  calls,
  type Goal,
  latency,
  latencyBeyond,
  noFailures,
  slowestTimes,
  throughput,
  type Yardstick,
} from "./goals.ts";
import type { BenchRequest } from "./load.ts";
import type { Variant } from "./runtime.ts";
import { verdaccioPaths } from "./verdaccio.ts";
import type { World } from "./world.ts";

export interface Row {
  title: string;
  worker: Variant;
  request: BenchRequest;
  /** 200 unless given. */
  expected?: number;
  connections: number;
  yardsticks: Yardstick[];
  /** What Verdaccio is asked beside it. */
  verdaccio?: BenchRequest;
  goals: Goal[];
  /** A read that asks the database: its latency must not grow with the registry, nor by more than one round trip. */
  isUncachedRead?: true;
  /** The same read with another term or order, or answered without its body. */
  isVariation?: true;
}

const api = "/api/v1";
const json = { "content-type": "application/json" };
const CONNECTIONS = 32;

/** Each line of the table, in the order in which it is shown. */
export function rowsOf(world: World, plugins: number): Row[] {
  return [...cachedRows(world), ...detailRows(world), ...searchRows(world, plugins), ...otherRows(world)];
}

function cachedRows({ plugin, download }: World): Row[] {
  const details = `${api}/plugins/${plugin}`;
  const metadata = { path: verdaccioPaths.metadata };
  return [
    {
      title: "details, edge-cached",
      worker: "cached",
      request: { path: details },
      connections: CONNECTIONS,
      yardsticks: ["floor", "limited", "verdaccio"],
      verdaccio: metadata,
      goals: [throughput(0.4, "floor"), slowestTimes(3, "floor"), throughput(3, "verdaccio")],
    },
    {
      title: "details, edge-cached, 304",
      worker: "cached",
      request: { path: details, headers: { "if-none-match": "*" } },
      expected: 304,
      isVariation: true,
      connections: CONNECTIONS,
      yardsticks: ["floor"],
      goals: [throughput(0.45, "floor")],
    },
    {
      title: "download 50 KB, edge-cached, counted",
      worker: "cached",
      request: { path: download },
      connections: CONNECTIONS,
      yardsticks: ["floor", "verdaccio"],
      verdaccio: { path: verdaccioPaths.tarball },
      goals: [
        throughput(0.4, "floor"),
        throughput(1.3, "verdaccio"),
        calls("sql", 0),
        calls("r2", 0),
        calls("objects", 2),
      ],
    },
    {
      title: "limiter: flood of one client",
      worker: "limited",
      request: { path: details, headers: { "cf-connecting-ip": "203.0.113.99" } },
      expected: 429,
      connections: CONNECTIONS,
      yardsticks: ["floor"],
      goals: [throughput(0.7, "floor"), calls("objects", 0)],
    },
  ];
}

function detailRows({ plugin }: World): Row[] {
  const request = { path: `${api}/plugins/${plugin}` };
  const goals = [calls("sql", 1)];
  return [
    {
      ...readAlone("details, not cached", request.path),
      goals: [...goals, latencyBeyond(3, "database")],
    },
    {
      title: "details, not cached",
      worker: "uncached",
      request,
      connections: CONNECTIONS,
      yardsticks: ["database", "verdaccio"],
      verdaccio: { path: verdaccioPaths.metadata },
      goals: [throughput(1, "verdaccio")],
    },
    {
      title: "details, not cached, no two requests alike",
      worker: "uncached",
      request: { ...request, isDistinct: true },
      isVariation: true,
      connections: CONNECTIONS,
      yardsticks: ["database"],
      goals: [],
    },
  ];
}

/** A read that asks the database, by one client after whose answer the next request goes out. */
const readAlone = (title: string, path: string): Row => ({
  title,
  worker: "uncached",
  request: { path },
  connections: 1,
  yardsticks: ["database"],
  goals: [],
  isUncachedRead: true,
});

function searchRows({ commonTerm, misspelt }: World, plugins: number): Row[] {
  const search = (parameters: string) => `${api}/plugins?${parameters}`;
  const rare = search("q=marimba");
  const searched = { path: verdaccioPaths.search };
  const bound = plugins > 100_000 ? 60 : 25;
  const frequencies = Object.entries(TERMS).filter(([term, matches]) => matches <= plugins / 10 && term !== commonTerm);
  const sorts = SortOrder.options.filter((sort) => sort !== "relevance");
  return [
    { ...readAlone("search, 10 matches", rare), goals: [calls("sql", 1), latencyBeyond(4, "database")] },
    {
      ...readAlone("search, 10 matches", rare),
      connections: 8,
      yardsticks: ["verdaccio"],
      verdaccio: searched,
      goals: [latency("p99", 25), throughput(20, "verdaccio")],
    },
    {
      ...readAlone("search, 10 matches, no two requests alike", rare),
      request: { path: rare, isDistinct: true },
      connections: 8,
      isVariation: true,
    },
    {
      ...readAlone("search, a tenth of all", search(`q=${commonTerm}`)),
      goals: [calls("sql", 1), latency("p50", bound)],
    },
    ...sorts.map((sort) => ({
      ...readAlone(`search, a tenth of all, by ${sort}`, search(`q=${commonTerm}&sort=${sort}`)),
      isVariation: true as const,
      goals: [latency("p50", bound)],
    })),
    ...frequencies
      .filter(([, matches]) => matches !== 10)
      .map(([term, matches]) => ({
        ...readAlone(`search, ${matches} matches`, search(`q=${term}`)),
        isVariation: true as const,
        goals: [latency("p50", 100)],
      })),
    { ...readAlone("search, misspelt name", search(`q=${misspelt}`)), goals: [latency("p50", 30)] },
    { ...readAlone("suggest, two letters", `${api}/plugins/suggest?q=au`), goals: [latency("p50", 8)] },
    { ...readAlone("suggest, misspelt name", `${api}/plugins/suggest?q=${misspelt}`), goals: [latency("p50", 8)] },
    { ...readAlone("listing, by use", search("sort=popular")), goals: [latency("p50", bound)] },
  ];
}

function otherRows({ roots, token }: World): Row[] {
  const headers = { ...json, authorization: `Bearer ${token}` };
  const publish: Omit<Row, "connections"> = {
    title: "publish 50 KB",
    worker: "cached",
    request: { path: `${api}/plugins/publish`, method: "POST", headers, publication: "registry" },
    expected: 201,
    yardsticks: ["verdaccio"],
    verdaccio: { path: "/", method: "PUT", headers: json, publication: "verdaccio" },
    goals: [throughput(3, "verdaccio"), calls("sql", 3), calls("r2", 2), noFailures],
  };
  return [
    {
      ...readAlone("resolve, 50 plugins in 5 levels", `${api}/resolve`),
      request: { path: `${api}/resolve`, method: "POST", headers: json, body: JSON.stringify({ plugins: roots }) },
      goals: [calls("sql", 1), latencyBeyond(15, "database")],
    },
    { ...publish, connections: 1 },
    { ...publish, connections: 8 },
  ];
}

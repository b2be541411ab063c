import { SortOrder } from "../../src/contract/search.ts";
import { type Person, somebody } from "../support/people.ts";
import type { PrivateStack } from "../support/stack.ts";

/** A read, by whom and how: a path, or a body for the search. */
export interface Read {
  path: string;
  json?: unknown;
  method?: "HEAD";
  token?: string;
  headers?: Record<string, string>;
}

const api = "/api/v1";

/** Of every frequency in a registry of 100,000: 1, 10, 1,000 and 10,000 matches, then more, then no word at all. */
const QUERIES = [
  "quetzal",
  "marimba",
  "calypso",
  "ledger",
  "tokens",
  "jwt tokens",
  "ledger or tokens",
  '"signed tokens"',
  "-jwt",
  "the",
];

const FILTERS = [
  "category=auth",
  "category=other",
  "language=rust",
  "language=assemblyscript",
  "language=none",
  "tags=testing",
  "tags=assemblyscript",
  "tags=testing,mock",
  "tags=nothing",
  "category=auth&language=rust&tags=testing,jwt",
  "verified=true",
  "min_rating=5",
];

const FAR = "page=100&per_page=100";

const search = (parameters: string): Read => ({ path: `${api}/plugins?${parameters}` });

function searches(): Read[] {
  const sorts = SortOrder.options.map((sort) => `sort=${sort}`);
  return [
    ...sorts.flatMap((sort) =>
      ["", ...QUERIES.map((query) => `&q=${encodeURIComponent(query)}`)].map((q) => search(sort + q)),
    ),
    ...sorts.flatMap((sort) => FILTERS.map((filter) => search(`${sort}&${filter}`))),
    ...sorts.map((sort) => search(`${sort}&${FAR}`)),
    ...sorts.map((sort) => search(`${sort}&${FAR}&category=auth`)),
    ...FILTERS.flatMap((filter) => ["marimba", "ledger"].map((query) => search(`${filter}&q=${query}`))),
    search("q=ledger&page=9&per_page=100"),
  ];
}

/** The pages that search; what they count beside is bounded as the search is. */
const searchPages = (): Read[] =>
  [
    "",
    ...FILTERS,
    ...QUERIES.map((query) => `q=${encodeURIComponent(query)}`),
    "min_rating=3",
    "verified=true&min_rating=4&category=other&language=zig",
    "q=ledger&category=auth&min_rating=4",
  ].map((parameters) => ({ path: `/search?${parameters}` }));

/** Reads of every page that asks the database, by its route. */
export async function readsOfPages({ sql }: PrivateStack): Promise<Record<string, Read[]>> {
  const owners = await sql<{ username: string }>`
    select u.username from plugin_owners o join users u on u.id = o.user_id
    group by u.username order by count(*) desc limit 1`;
  const [last] = await sql<{ name: string }>`
    select name from plugins where taken_down_at is null order by name offset 80000 limit 1`;
  const [released] = await sql<{ name: string }>`
    select name from plugins p where taken_down_at is null
    order by (select count(*) from plugin_versions v where v.plugin_id = p.id) desc limit 1`;
  const at = (...paths: string[]): Read[] => paths.map((path) => ({ path }));
  return {
    "/search": searchPages(),
    "/categories": at("/categories", "/categories/auth", "/categories/other?sort=name&page=3"),
    "/tags": at("/tags", "/tags/testing", "/tags/assemblyscript?sort=recent", "/tags/nothing"),
    "/users": ["nobody-here", ...owners.map(({ username }) => username)].flatMap((username) =>
      at(`/users/${username}`, `/users/${username}?sort=recent`),
    ),
    "/stats": at("/stats"),
    "/feed.xml": at("/feed.xml", `/plugins/${released!.name}/feed.xml`, "/plugins/no-such-plugin/feed.xml"),
    "/sitemap.xml": at("/sitemap.xml", "/sitemap-plugins.xml?from=a", `/sitemap-plugins.xml?from=${last!.name}`),
  };
}

/** Reads of every route that asks the database, by the id of its operation. Needs a registry from the seeder. */
export async function readsOf(stack: PrivateStack): Promise<Record<string, Read[]>> {
  const { sql } = stack;
  const first = async (order: string) =>
    (await sql.query<{ name: string }>(`select name from plugins p ${order} limit 1`))[0]!.name;
  const [reviewed, released, quiet] = await Promise.all([
    first("order by reviews_count desc"),
    first("order by (select count(*) from plugin_versions v where v.plugin_id = p.id) desc"),
    first("where reviews_count = 0 and taken_down_at is null order by downloads, name"),
  ]);
  const [hub] = await sql<{ name: string }>`
    select p.name from plugin_dependencies d join plugins p on p.id = d.dependency_id
    where p.taken_down_at is null group by p.name order by count(*) desc limit 1`;
  const names = [reviewed, released, quiet, "no-such-plugin"];
  const [exact] = await sql<{ version: string }>`
    select v.version from plugins p join plugin_versions v on v.id = p.current_version_id where p.name = ${reviewed}`;
  const [needing] = await sql<{ name: string }>`
    select p.name from plugins p join plugin_dependencies d on d.version_id = p.current_version_id
    where p.taken_down_at is null order by p.downloads desc limit 1`;
  const typo = reviewed.replace(/..$/, (end) => [...end].toReversed().join(""));
  const [reader, admin] = await Promise.all([somebody(stack), somebody(stack, { isAdmin: true })]);
  const [author] = await sql<{ username: string }>`
    select u.username from plugins p join users u on u.id = p.author_id group by u.username order by count(*) desc limit 1`;
  const ofEach = (suffix: string): Read[] => names.map((name) => ({ path: `${api}/plugins/${name}${suffix}` }));
  const as = ({ token }: Person, ...paths: string[]): Read[] => paths.map((path) => ({ path: api + path, token }));
  const file = `/dl/${reviewed}/${reviewed}-${exact!.version}`;
  const download = `${api}/plugins/${reviewed}/versions/${exact!.version}/download`;
  const similar = [typo, typo.replaceAll("-", ""), "auht", "audti", "kafak-jsno", "kafak nothing", "zzzzzzzz", "a"];

  return {
    listPlugins: [...searches(), ...similar.map((query) => search(`q=${query}`))],
    searchPlugins: [{ path: `${api}/plugins/search`, json: { query: "ledger", tags: ["testing"], per_page: 100 } }],
    suggestPlugins: ["a", "au", "auth", "auth-jwt-", "kafak-jso", reviewed, ...similar].map((q) => ({
      path: `${api}/plugins/suggest?q=${q}`,
    })),
    getPlugin: [...ofEach(""), ...as(reader, `/plugins/${released}`)],
    listVersions: ofEach("/versions"),
    getVersion: [...ofEach("/versions/latest"), ...ofEach("/versions/1.0.0"), ...ofEach("/versions/^1")],
    downloadVersion: [{ path: download }, { path: download, token: reader.token }],
    getSbom: ofEach("/versions/1.0.0/sbom"),
    getSbomSignature: ofEach("/versions/1.0.0/sbom-signature"),
    checkVersion: [{ path: download, method: "HEAD" }],
    downloadFile: [{ path: `${file}.wasm` }, { path: `${file}.zip` }],
    checkFile: [{ path: `${file}.zip`, method: "HEAD" }],
    getBadges: ofEach("/badges"),
    getReadmeBadge: names.map((name) => ({ path: `/badges/${name}.svg` })),
    getStats: [{ path: `${api}/stats` }],
    listOwners: ofEach("/owners"),
    listReviews: ["sort=helpful", "sort=recent"].flatMap((sort) => [
      ...ofEach(`/reviews?${sort}`),
      ...ofEach(`/reviews?${sort}&per_page=100`),
      ...ofEach(`/reviews?${sort}&page=20`),
    ]),
    listDependents: [
      ...ofEach("/dependents"),
      ...ofEach("/dependents?page=20"),
      { path: `${api}/plugins/${hub!.name}/dependents` },
    ],
    getDownloads: [...ofEach("/downloads"), ...ofEach("/downloads?days=365")],
    resolve: [[needing!.name], [reviewed, released, needing!.name], ["no-such-plugin"]].map((plugins) => ({
      path: `${api}/resolve`,
      json: { plugins: Object.fromEntries(plugins.map((name) => [name, "*"])) },
    })),
    me: as(reader, "/auth/me"),
    listSigningKeys: as(reader, "/auth/signing-keys"),
    listTokens: as(reader, "/tokens"),
    adminStats: as(admin, "/admin/stats"),
    listUsers: as(
      admin,
      "/admin/users",
      `/admin/users?${FAR}`,
      "/admin/users?q=z",
      `/admin/users?q=${author!.username}`,
    ),
    auditLog: as(
      admin,
      "/admin/audit-log",
      `/admin/audit-log?${FAR}`,
      "/admin/audit-log?action=version.publish",
      `/admin/audit-log?actor=${author!.username}`,
      `/admin/audit-log?plugin=${reviewed}`,
      `/admin/audit-log?plugin=${quiet}&action=review.create`,
      `/admin/audit-log?actor=${author!.username}&action=review.create`,
    ),
  };
}

import { createHash } from "node:crypto";
import type { Stack } from "../stack.ts";

/** What an operation is about. */
export interface Subjects {
  plugin: string;
  usernames: string[];
}

/** All that is to be seen of it, in the database, in storage and by reading, with nothing in it that differs from run to run. */
export async function snapshot(stack: Stack, subjects: Subjects): Promise<string> {
  const [rows, reads] = await Promise.all([rowsOf(stack, subjects), readsOf(stack, subjects)]);
  const named = subjects.usernames.reduce(
    (text, username, index) => text.replaceAll(username, `person ${index}`),
    JSON.stringify({ rows, reads }),
  );
  return named.replaceAll(subjects.plugin, "the plugin");
}

async function rowsOf({ sql, store }: Stack, { plugin, usernames }: Subjects) {
  const [row] = await sql<{ found: unknown }>`select json_build_object(
    'users', (select count(*) from users where username = any(${usernames})),
    'audit', (select json_agg(l.action order by l.id) from audit_log l join users u on u.id = l.actor_id
              where u.username = any(${usernames})),
    'plugin', (select json_build_array(p.version, p.description, p.downloads, p.reviews_count, p.rating_sum)
               from (select p.*, v.version from plugins p left join plugin_versions v on v.id = p.current_version_id) p
               where p.name = ${plugin}),
    'owners', (select json_agg(u.username order by array_position(${usernames}, u.username::text)) from plugin_owners o
               join plugins p on p.id = o.plugin_id join users u on u.id = o.user_id where p.name = ${plugin}),
    'versions', (select json_agg(json_build_array(v.version, v.downloads, v.yanked_at is not null, v.yank_reason)
                 order by v.precedence) from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${plugin}),
    'days', (select sum(d.downloads) from plugin_downloads_daily d join plugins p on p.id = d.plugin_id
             where p.name = ${plugin}),
    'reviews', (select json_agg(json_build_array(r.rating, r.comment, r.helpful_count, r.unhelpful_count) order by r.id)
                from reviews r join plugins p on p.id = r.plugin_id where p.name = ${plugin}),
    'votes', (select json_agg(vote.helpful) from review_votes vote join reviews r on r.id = vote.review_id
              join plugins p on p.id = r.plugin_id where p.name = ${plugin})
  ) as found`;
  const files = await sql<{ key: string; checksum: string }>`
    select unnest(array[v.module_key, v.package_key]) as key, unnest(array[v.checksum, v.package_checksum]) as checksum
    from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${plugin}`;
  const stored = files.map(async ({ key, checksum }) => {
    const bytes = await store.get(key);
    return bytes !== undefined && createHash("sha256").update(bytes).digest("hex") === checksum;
  });
  return { ...(row!.found as object), stored: await Promise.all(stored) };
}

async function readsOf({ request }: Stack, { plugin, usernames }: Subjects) {
  const inOrder = (owners: string[]) => usernames.filter((username) => owners.includes(username));
  const read = async (path: string, show: (body: any) => unknown, method = "GET") => {
    const response = await request(path.replaceAll(":name", plugin), { method });
    const isJson = response.headers.get("content-type")?.includes("json");
    return [path, response.status, response.ok ? show(isJson ? await response.json() : response.headers) : undefined];
  };
  return Promise.all([
    read("/api/v1/plugins/:name", ({ version, owners, versions, reviews_count }) => [
      [version, inOrder(owners), reviews_count],
      versions.map((each: any) => [each.version, each.yanked]),
    ]),
    read("/api/v1/plugins?q=:name", ({ plugins }) => plugins.find(({ name }: any) => name === plugin)?.version),
    read("/api/v1/plugins/:name/versions/latest", ({ version }) => version),
    read("/api/v1/plugins/:name/reviews", ({ total, reviews }) => [
      total,
      reviews.map((each: any) => each.helpful_count),
    ]),
    read("/dl/:name/:name-1.0.0.wasm", (headers) => headers.has("etag"), "HEAD"),
    read("/dl/:name/:name-1.0.0.zip", (headers) => headers.has("etag"), "HEAD"),
    read("/plugins/:name", () => "a page"),
  ]);
}

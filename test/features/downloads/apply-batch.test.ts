import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../../../src/db/client.ts";
import { applyDownloads, refreshDownloadWindows } from "../../../src/features/downloads/index.ts";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { sql } = stack;
const { databaseUrl, sqlEndpoint } = inject("stack");
const db = createDatabase({ databaseUrl, endpoint: sqlEndpoint });
const noon = (day: string) => ({ db, clock: () => new Date(`${day}T12:00:00Z`) });

async function published() {
  const author = await somebody(stack);
  const name = unique("batch");
  await author.publishes(name);
  const [row] = await sql`select p.id as "pluginId", v.id as "versionId" from plugins p
    join plugin_versions v on v.plugin_id = p.id where p.name = ${name}`;
  return { author, name, ...(row as { pluginId: string; versionId: string }) };
}

const totalsOf = async (name: string) =>
  (
    await sql`select downloads::int, recent_downloads as recent, week_downloads as week,
    previous_week_downloads as previous from plugins where name = ${name}`
  )[0];

test("a batch that comes twice, or after a later one, changes nothing", async () => {
  const { name, ...ids } = await published();
  const counter = unique("counter");
  const batch = (sequence: number, downloads: number) =>
    applyDownloads(noon("2026-03-20"), { counter, sequence, counts: [{ ...ids, day: "2026-03-20", downloads }] });
  await batch(1, 5);
  await batch(1, 5);
  await batch(3, 2);
  await batch(2, 100);
  await Promise.all(Array.from({ length: 10 }, () => batch(4, 1)));
  expect(await totalsOf(name)).toMatchObject({ downloads: 8 });
  const days = await sql`select day::text, downloads from plugin_downloads_daily where plugin_id = ${ids.pluginId}`;
  expect(days).toEqual([{ day: "2026-03-20", downloads: 8 }]);
});

test("a batch with a version that is gone counts the others", async () => {
  const { name, ...ids } = await published();
  const day = "2026-03-20";
  const counts = [
    { ...ids, day, downloads: 2 },
    { pluginId: ids.pluginId, versionId: randomUUID(), day, downloads: 9 },
  ];
  await applyDownloads(noon(day), { counter: unique("counter"), sequence: 1, counts });
  expect(await totalsOf(name)).toMatchObject({ downloads: 2 });
});

test("days fall into the last 30, the last 7 and the 7 before, and leave them as time passes", async () => {
  const { name, ...ids } = await published();
  const days = { "2026-03-30": 1, "2026-03-24": 10, "2026-03-23": 100, "2026-03-17": 1000, "2026-03-16": 10_000 };
  const older = { "2026-03-01": 100_000, "2026-02-28": 1_000_000 };
  const counts = Object.entries({ ...days, ...older }).map(([day, downloads]) => ({ ...ids, day, downloads }));
  await applyDownloads(noon("2026-03-30"), { counter: unique("counter"), sequence: 1, counts });
  const onMarch30 = { downloads: 1_111_111, recent: 111_111, week: 11, previous: 1100 };
  expect(await totalsOf(name)).toEqual(onMarch30);
  await refreshDownloadWindows(noon("2026-03-30"));
  expect(await totalsOf(name)).toEqual(onMarch30);
  await refreshDownloadWindows(noon("2026-03-31"));
  expect(await totalsOf(name)).toEqual({ downloads: 1_111_111, recent: 11_111, week: 1, previous: 110 });
  await refreshDownloadWindows(noon("2026-12-31"));
  expect(await totalsOf(name)).toEqual({ downloads: 1_111_111, recent: 0, week: 0, previous: 0 });
});

test("batches, yanks, publications and takedowns of one plugin at once all come through", async () => {
  const { author, name, ...ids } = await published();
  const admin = await somebody(stack, { isAdmin: true });
  const version = `/api/v1/plugins/${name}/versions/1.0.0`;
  const day = "2026-03-20";
  const work = Array.from({ length: 20 }, (_, index) => [
    applyDownloads(noon(day), { counter: unique("counter"), sequence: 1, counts: [{ ...ids, day, downloads: 1 }] }),
    author.request(`${version}/yank`, { method: "DELETE" }),
    author.request(`${version}/unyank`, { method: "PUT" }),
    author.publish(name, `1.${index}.1`),
    admin.request(`/api/v1/admin/plugins/${name}/verify`, { json: { verified: index % 2 === 0 } }),
  ]);
  const answers = await Promise.all<Response | void>(work.flat());
  const statuses = answers.flatMap((each) => each?.status ?? []);
  expect([...new Set(statuses)].toSorted()).toEqual([200, 201]);
  expect(await totalsOf(name)).toMatchObject({ downloads: 20 });
});

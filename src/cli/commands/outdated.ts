import pMap from "p-map";
import type { Context } from "../context.ts";
import type { OutdatedDocument } from "../documents/install.ts";
import { pluginDirectory } from "../install/directory.ts";
import { rootsOf } from "../install/graph.ts";
import { openLock } from "../install/open-lock.ts";
import { resolveWanted } from "../install/resolve-wanted.ts";
import { plugin as pluginRoute } from "../routes/plugins.ts";
import { report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

const AT_ONCE = 6;

type Row = OutdatedDocument["plugins"][number];

/** What `update` would change, what is newer than it may go, and what its authors advise against. */
export async function outdated(context: Context, options: { dir?: string; mockforgeVersion?: string }) {
  const { client } = context;
  const { plugin: plugins } = await openLock(context, pluginDirectory(options.dir));
  if (plugins.length === 0) return report({ plugins: [] } satisfies OutdatedDocument, show);
  const question = { roots: rootsOf(plugins), held: {}, mockforgeVersion: options.mockforgeVersion };
  const { wanted } = await resolveWanted(client, question);
  const versions = new Map(wanted.map(({ name, version }) => [name, version]));
  const rows = await pMap(
    plugins,
    async ({ name, version: current }): Promise<Row> => {
      const { version: latest, versions: all, deprecated } = await client.send(pluginRoute, { params: { name } });
      const yanked = all.some(({ version, yanked: isYanked }) => version === current && isYanked);
      return { name, current, wanted: versions.get(name) ?? null, latest, yanked, deprecated };
    },
    { concurrency: AT_ONCE },
  );
  const document: OutdatedDocument = { plugins: rows.filter((row) => !isFine(row)) };
  return report(document, show);
}

const isFine = ({ current, wanted, latest, yanked, deprecated }: Row) =>
  current === wanted && current === latest && !yanked && deprecated === null;

function show({ plugins }: OutdatedDocument, style: Style): string {
  if (plugins.length === 0) return style.dim("Everything is up to date.");
  return table(
    plugins,
    [
      { head: "NAME", cell: ({ name }) => style.bold(name) },
      { head: "CURRENT", cell: ({ current }) => current },
      { head: "UPDATE", cell: ({ wanted }) => wanted ?? "–" },
      { head: "LATEST", cell: ({ latest }) => latest },
      { head: "NOTE", cell: (row) => noteOf(row) },
    ],
    style,
  );
}

function noteOf({ yanked, deprecated }: Row): string {
  const replacement = deprecated?.replacement ? `; use ${deprecated.replacement}` : "";
  return [
    ...(yanked ? ["taken back by its authors"] : []),
    ...(deprecated ? [`deprecated: ${deprecated.message}${replacement}`] : []),
  ].join("; ");
}

import type { ListDocument } from "../documents/install.ts";
import { pluginDirectory } from "../install/directory.ts";
import { neededBy } from "../install/graph.ts";
import { readLock } from "../install/lock-file.ts";
import { size } from "../terminal/format.ts";
import { report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

export async function list(dir?: string) {
  const directory = pluginDirectory(dir);
  const { registry = null, plugin: plugins = [] } = (await readLock(directory)) ?? {};
  const document: ListDocument = {
    directory: directory.root,
    registry,
    plugins: plugins.map(({ name, version, checksum, size: sizeBytes, requirement = null }) => {
      return { name, version, checksum, size: sizeBytes, requirement, needed_by: neededBy(plugins, name) };
    }),
  };
  return report(document, show);
}

function show({ directory, plugins }: ListDocument, style: Style): string {
  if (plugins.length === 0) return style.dim(`Nothing is installed in ${directory}.`);
  const grid = table(
    plugins,
    [
      { head: "NAME", cell: ({ name }) => style.bold(name) },
      { head: "VERSION", cell: ({ version }) => version },
      { head: "SIZE", cell: (plugin) => size(plugin.size), align: "right" },
      { head: "ASKED FOR", cell: ({ requirement }) => requirement ?? "–" },
      { head: "NEEDED BY", cell: ({ needed_by }) => needed_by.join(", ") || "–" },
    ],
    style,
  );
  return `${grid}\n\n${style.dim(directory)}`;
}

import type { ChangesDocument } from "../documents/install.ts";
import { count } from "../terminal/format.ts";
import { type Report, report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import type { PluginDirectory } from "./directory.ts";

interface Named {
  name: string;
  version: string;
}

interface Changes {
  installed: ChangesDocument["installed"];
  removed: readonly Named[];
  kept: number;
}

export function reportChanges(directory: PluginDirectory, { installed, removed, kept }: Changes): Report {
  const document: ChangesDocument = {
    directory: directory.root,
    lock_file: directory.lockPath,
    installed,
    removed: removed.map(({ name, version }) => ({ name, version })),
    kept,
  };
  return report(document, show);
}

function show({ directory, installed, removed, kept }: ChangesDocument, style: Style): string {
  const mark = style.green("✓");
  if (installed.length + removed.length === 0) return `${mark} All is in place, ${plugins(kept)} in ${directory}`;
  return [
    ...(installed.length > 0 ? [`${mark} Installed ${listed(installed)} in ${directory}`] : []),
    ...(removed.length > 0 ? [`${mark} Removed ${listed(removed)} from ${directory}`] : []),
  ].join("\n");
}

const plugins = (number: number) => `${count(number)} ${number === 1 ? "plugin" : "plugins"}`;

const listed = (list: readonly Named[]) => list.map(({ name, version }) => `${name} ${version}`).join(", ");

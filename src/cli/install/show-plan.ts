import type { ChangesDocument, Installed } from "../documents/install.ts";
import { size } from "../terminal/format.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Plan } from "./plan.ts";

const GRAVE: ReadonlySet<string> = new Set(["high", "medium"]);

/** Says what is about to happen, a line each; warnings stand out. */
export function showPlan(terminal: Terminal, { steps, removed }: Plan, installed: ChangesDocument["installed"]): void {
  for (const [at, plugin] of installed.entries()) {
    terminal.note(headOf(plugin));
    for (const capability of plugin.capabilities ?? []) {
      const known = steps[at]?.before?.capabilities?.includes(capability.id) ?? false;
      if (!known) terminal.note(`    ${capability.text}${capability.is_new ? " (new here)" : ""}`, "quiet");
    }
    const isRestored = plugin.before === plugin.version;
    if (plugin.capabilities === null && !isRestored)
      terminal.note("    not analysed: what it can do is not known", "quiet");
    for (const { severity, text } of plugin.findings ?? []) {
      terminal.note(`    ${severity}: ${text}`, GRAVE.has(severity) ? "plain" : "quiet");
    }
    for (const warning of warningsOf(plugin)) terminal.note(warning, "warning");
  }
  for (const { name, version } of removed) terminal.note(`- ${name} ${version}, which nothing needs any more`);
  if (installed.length > 0) terminal.note(totalOf(installed), "quiet");
}

function headOf({ name, version, before, size: sizeBytes, requested }: Installed): string {
  const from = before === null || before === version ? "" : `${before} → `;
  const why = requested ? "" : ", needed by others";
  return `${before === null ? "+" : "~"} ${name} ${from}${version} (${size(sizeBytes)}${why})`;
}

function warningsOf({ name, version, yanked, yank_reason, deprecated }: Installed): string[] {
  const replacement = deprecated?.replacement ? `; use ${deprecated.replacement}` : "";
  return [
    ...(yanked ? [yankWarning(name, version, yank_reason)] : []),
    ...(deprecated ? [`${name} is deprecated: ${deprecated.message}${replacement}`] : []),
  ];
}

export const yankWarning = (name: string, version: string, reason: string | null): string =>
  `${name} ${version} was taken back by its authors${reason === null ? "" : `: ${reason}`}; see mockforge-registry outdated`;

function totalOf(installed: readonly Installed[]): string {
  const total = installed.reduce((sum, plugin) => sum + plugin.size, 0);
  return `${installed.length} to download, ${size(total)}`;
}

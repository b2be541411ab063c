import type { InfoDocument } from "../documents/info.ts";
import { count, day, size, sparkline, stars } from "../terminal/format.ts";
import type { Style } from "../terminal/style.ts";

type Line = string | false | null | undefined;
const LISTED = 8;

/** A plugin on one page: what it is, what it can do, who uses it, what they think. */
export function showInfo(document: InfoDocument, style: Style): string {
  const parts = [headOf, factsOf, versionsOf, abilitiesOf, usageOf, opinionOf];
  return parts
    .map((part) =>
      part(document, style)
        .filter((line) => typeof line === "string")
        .join("\n"),
    )
    .filter((text) => text !== "")
    .join("\n\n");
}

function headOf({ plugin, version }: InfoDocument, style: Style): Line[] {
  const { deprecated } = plugin;
  const replacement = deprecated?.replacement ? `; use ${deprecated.replacement}` : "";
  return [
    `${style.bold(plugin.name)} ${version.version}  ${plugin.badges.map((badge) => style.cyan(`[${badge}]`)).join(" ")}`.trimEnd(),
    plugin.description,
    deprecated && style.yellow(`deprecated: ${deprecated.message}${replacement}`),
    version.yanked && style.red(`yanked: ${version.yank_reason ?? "no reason given"}`),
  ];
}

function factsOf({ plugin, version }: InfoDocument, style: Style): Line[] {
  const row = rows(style);
  const dependencies = Object.entries(version.dependencies).map(([name, requirement]) => `${name} ${requirement}`);
  return [
    row("category", plugin.category),
    row("tags", plugin.tags.join(", ")),
    row("language", plugin.language),
    row("license", plugin.license),
    row("owners", plugin.owners.join(", ")),
    row("repository", plugin.repository),
    row("homepage", plugin.homepage),
    row("published", `${day(version.published_at)} by ${version.published_by}`),
    row("signed", signatureOf(version)),
    row("size", size(version.size)),
    row("sha-256", version.checksum),
    row("mockforge", version.min_mockforge_version && `at least ${version.min_mockforge_version}`),
    row("depends on", dependencies.join(", ")),
  ];
}

function signatureOf({ signature }: InfoDocument["version"]): string | null {
  if (signature === null) return null;
  const revoked = signature.revoked_at === null ? "" : `, revoked ${day(signature.revoked_at)}`;
  return `by ${signature.signed_by}, key ${signature.key_id.slice(0, 16)}${revoked}`;
}

const rows = (style: Style) => (label: string, value: string | null) =>
  value ? `${style.dim(label.padEnd(12))}${value}` : null;

function versionsOf({ plugin: { versions } }: InfoDocument, style: Style): Line[] {
  const shown = versions.slice(0, LISTED).map(({ version, published_at, downloads, yanked }) => {
    const line = `  ${version.padEnd(12)} ${day(published_at)}  ${count(downloads).padStart(9)} downloads`;
    return yanked ? `${style.dim(line)}  ${style.red("yanked")}` : line;
  });
  const more = versions.length > LISTED && style.dim(`  and ${versions.length - LISTED} more`);
  return [style.bold("Versions"), ...shown, more];
}

function abilitiesOf({ plugin, version }: InfoDocument, style: Style): Line[] {
  const { capabilities, capability_changes: changes, findings } = version;
  const score = plugin.security_score === null ? "" : style.dim(`  security score ${plugin.security_score}/100`);
  const isHarmless = capabilities?.length === 0;
  return [
    `${style.bold("Capabilities")}${score}`,
    capabilities === null && "  not analysed",
    isHarmless && "  asks nothing of its host",
    ...(capabilities ?? []).map(({ text }) => `  ${text}`),
    ...changes.map((change) => style.yellow(`  ${change}`)),
    ...(findings ?? []).map(({ severity, text }) =>
      (severity === "high" ? style.red : style.yellow)(`  ${severity}: ${text}`),
    ),
  ];
}

function usageOf({ plugin, downloads }: InfoDocument, style: Style): Line[] {
  const byDay = new Map<string, number>();
  for (const { days } of downloads.versions) {
    for (const each of days) byDay.set(each.day, (byDay.get(each.day) ?? 0) + each.downloads);
  }
  const weeks = weekly(byDay, downloads.from, downloads.to);
  return [
    `${style.bold("Downloads")}  ${count(plugin.downloads)} in all, ${count(plugin.recent_downloads)} in 30 days`,
    `  ${style.green(sparkline(weeks))}  ${style.dim(`by week, ${downloads.from} to ${downloads.to}`)}`,
  ];
}

const DAY_MS = 86_400_000;

/** Sums of seven days; the last ones end with the last day. */
function weekly(byDay: ReadonlyMap<string, number>, from: string, to: string): number[] {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  const sums = Array.from({ length: Math.max(1, Math.ceil(days / 7)) }, () => 0);
  for (const [date, downloads] of byDay) {
    const week = sums.length - 1 - Math.floor((Date.parse(to) - Date.parse(date)) / DAY_MS / 7);
    sums[week] = (sums[week] ?? 0) + downloads;
  }
  return sums;
}

const BAR = 24;

function opinionOf({ reviews }: InfoDocument, style: Style): Line[] {
  const { average_rating, total_reviews, rating_distribution: distribution } = reviews;
  if (total_reviews === 0) return [`${style.bold("Reviews")}  none yet`];
  const greatest = Math.max(...Object.values(distribution));
  const bars = (["5", "4", "3", "2", "1"] as const).map((rating) => {
    const votes = distribution[rating];
    const bar = "█".repeat(Math.ceil((votes / greatest) * BAR));
    return `  ${rating} ${style.yellow(bar.padEnd(BAR))} ${count(votes)}`;
  });
  return [`${style.bold("Reviews")}  ${stars(average_rating)} from ${count(total_reviews)}`, ...bars];
}

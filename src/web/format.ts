const grouped = new Intl.NumberFormat("en");
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const monthFormat = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** 12,345: where the number itself is the fact. */
export const fullCount = (count: number): string => grouped.format(count);

/** "1 version", "3 versions". */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${fullCount(count)} ${count === 1 ? noun : plural}`;

/** Nov 2026, of 2026-11. */
export const monthOf = (month: string): string => monthFormat.format(new Date(`${month}-01`));

/** 14 Nov 2026, in UTC. */
export const dayOf = (time: string): string => day.format(new Date(time));

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600 * SECOND],
  ["minute", 60 * SECOND],
];

/** "3 days ago"; less than a minute is "just now". */
export function timeAgo(time: string, now: Date): string {
  const passed = Math.max(0, now.getTime() - new Date(time).getTime());
  const unit = UNITS.find(([, length]) => passed >= length);
  return unit ? relative.format(-Math.floor(passed / unit[1]), unit[0]) : "just now";
}
const KIB = 1024;

/** 812 B, 47.1 KiB, 1.2 MiB */
export function sizeOf(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  const [amount, unit] = bytes < KIB * KIB ? [bytes / KIB, "KiB"] : [bytes / (KIB * KIB), "MiB"];
  return `${amount.toFixed(1)} ${unit}`;
}

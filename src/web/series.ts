import type { History } from "#features/stats/index.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR = 12;

type Month = History["months"][number];
export type DailyDownloads = History["days"][number];

/** A year of months up to now, or more where there are; one in which nothing changed is as the one before. */
export function everyMonth(months: Month[], to: string): Month[] {
  const known = new Map(months.map((month) => [month.month, month]));
  const [year = 0, month = 0] = to.split("-").map(Number);
  const length = Math.max(YEAR, months[0] ? monthsBetween(months[0].month, to) + 1 : 0);
  let latest = { plugins: 0, versions: 0 };
  return Array.from({ length }, (_, index) => {
    const name = new Date(Date.UTC(year, month - length + index)).toISOString().slice(0, 7);
    latest = known.get(name) ?? latest;
    return { ...latest, month: name };
  });
}

function monthsBetween(first: string, last: string): number {
  const [from, to] = [first, last].map((day) => new Date(day.slice(0, 7))) as [Date, Date];
  return 12 * (to.getUTCFullYear() - from.getUTCFullYear()) + to.getUTCMonth() - from.getUTCMonth();
}

/** Every day from first to last, those without downloads too. */
export function everyDay(known: Map<string, number>, from: string, to: string): DailyDownloads[] {
  const length = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length }, (_, index) => {
    const day = new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10);
    return { day, downloads: known.get(day) ?? 0 };
  });
}

/** Weeks that end with the last day, the latest first; the oldest may be short. */
export function weeksOf(days: DailyDownloads[]): DailyDownloads[] {
  const weeks: DailyDownloads[] = [];
  for (let end = days.length; end > 0; end -= 7) {
    const week = days.slice(Math.max(0, end - 7), end);
    weeks.push({ day: week.at(-1)!.day, downloads: week.reduce((sum, { downloads }) => sum + downloads, 0) });
  }
  return weeks;
}

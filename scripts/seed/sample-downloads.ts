import type { SamplePlugin, SampleVersion } from "./sample-plugins.ts";

const DAYS = 60;
const DAY_MS = 24 * 60 * 60 * 1000;
const WEEKEND_SHARE = 0.35;

/** A version's downloads on each of the last 60 days since its publication: exactly as many as it has, fewer at weekends. */
export function spreadDownloads(
  { growth }: SamplePlugin,
  { downloads, publishedDaysAgo }: SampleVersion,
  now: Date,
): { day: string; downloads: number }[] {
  const length = Math.min(DAYS, publishedDaysAgo);
  const days = Array.from({ length }, (_, index) => new Date(now.getTime() - (length - 1 - index) * DAY_MS));
  const weights = days.map((day, index) => growth ** (index / length) * (isWeekend(day) ? WEEKEND_SHARE : 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let share = 0;
  let given = 0;
  return days.map((day, index) => {
    // Rounding the running total, not each day, so that the days add up.
    share += weights[index]!;
    const upToHere = Math.round((downloads * share) / sum);
    const onThisDay = upToHere - given;
    given = upToHere;
    return { day: day.toISOString().slice(0, 10), downloads: onThisDay };
  });
}

const isWeekend = (day: Date) => day.getUTCDay() % 6 === 0;

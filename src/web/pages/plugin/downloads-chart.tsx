import type { DownloadSeries } from "#contract/downloads.ts";
import { counted, dayOf, fullCount } from "#web/format.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const BAR = 3;
const HEIGHT = 64;
const WEEK = 7;

interface Point {
  day: string;
  downloads: number;
}

/** A bar a day, all versions together; the same by week as a table, for who cannot see bars. */
export function DownloadsChart({ series }: { series: DownloadSeries }) {
  const days = daysOf(series);
  const most = Math.max(1, ...days.map(({ downloads }) => downloads));
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads" class="side-title">
        Downloads
      </h2>
      <svg
        class="chart"
        viewBox={`0 0 ${days.length * BAR} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${counted(series.total, "download")} in ${days.length} days, at most ${fullCount(most)} a day`}
      >
        <path d={days.map(({ downloads }, index) => barOf(index, (downloads / most) * HEIGHT)).join("")} />
      </svg>
      <p class="chart-caption">
        <span>{dayOf(series.from)}</span>
        <span>{counted(series.total, "download")}</span>
      </p>
      <details>
        <summary>By week</summary>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Seven days to</th>
              <th scope="col" class="align-right">
                Downloads
              </th>
            </tr>
          </thead>
          <tbody>
            {weeksOf(days).map(({ day, downloads }) => (
              <tr>
                <td>{dayOf(day)}</td>
                <td class="align-right">{fullCount(downloads)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** Nothing for a day without downloads; what there is can be seen. */
const barOf = (index: number, height: number) =>
  height === 0 ? "" : `M${index * BAR} ${HEIGHT}v${-Math.max(1, Math.round(height))}h${BAR - 1}V${HEIGHT}z`;

/** Every day from first to last, those without downloads too. */
function daysOf({ from, to, versions }: DownloadSeries): Point[] {
  const totals = new Map<string, number>();
  for (const { day, downloads } of versions.flatMap(({ days }) => days)) {
    totals.set(day, (totals.get(day) ?? 0) + downloads);
  }
  const length = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length }, (_, index) => {
    const day = new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10);
    return { day, downloads: totals.get(day) ?? 0 };
  });
}

/** Weeks that end today, the latest first; the oldest may be short. */
function weeksOf(days: Point[]): Point[] {
  const weeks: Point[] = [];
  for (let end = days.length; end > 0; end -= WEEK) {
    const week = days.slice(Math.max(0, end - WEEK), end);
    weeks.push({ day: week.at(-1)!.day, downloads: week.reduce((sum, { downloads }) => sum + downloads, 0) });
  }
  return weeks;
}

import type { DownloadSeries } from "#contract/downloads.ts";
import { Bars, Figures } from "#web/components/chart.tsx";
import { type DailyDownloads, everyDay, weeksOf } from "#web/series.ts";
import { counted, dayOf, fullCount } from "#web/format.ts";

/** A bar a day, all versions together; the same by week as a table, for who cannot see bars. */
export function DownloadsChart({ series }: { series: DownloadSeries }) {
  const days = daysOf(series);
  const most = Math.max(1, ...days.map(({ downloads }) => downloads));
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads" class="side-title">
        Downloads
      </h2>
      <Bars
        label={`${counted(series.total, "download")} in ${days.length} days, at most ${fullCount(most)} a day`}
        values={days.map(({ downloads }) => downloads)}
      />
      <p class="chart-caption">
        <span>{dayOf(series.from)}</span>
        <span>{counted(series.total, "download")}</span>
      </p>
      <details>
        <summary>By week</summary>
        <Figures
          columns={["Seven days to", "Downloads"]}
          rows={weeksOf(days).map(({ day, downloads }) => [dayOf(day), downloads])}
        />
      </details>
    </section>
  );
}

/** All versions together. */
function daysOf({ from, to, versions }: DownloadSeries): DailyDownloads[] {
  const totals = new Map<string, number>();
  for (const { day, downloads } of versions.flatMap(({ days }) => days)) {
    totals.set(day, (totals.get(day) ?? 0) + downloads);
  }
  return everyDay(totals, from, to);
}

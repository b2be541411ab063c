import type { History } from "#features/stats/index.ts";
import { Bars, Figures } from "#web/components/chart.tsx";
import { dayOf, fullCount, monthOf } from "#web/format.ts";
import { everyDay, everyMonth, weeksOf } from "#web/series.ts";

interface GrowthProps {
  months: History["months"];
  to: string;
  of: "plugins" | "versions";
  title: string;
}

/** How many there were at the end of each month. */
export function Growth({ months, to, of, title }: GrowthProps) {
  const all = everyMonth(months, to);
  const [first, last] = [all[0]!, all.at(-1)!];
  return (
    <section class="panel" aria-labelledby={of}>
      <h2 id={of}>{title}</h2>
      <Bars
        label={`${title} at the end of each month: ${fullCount(first[of])} in ${monthOf(first.month)}, ${fullCount(last[of])} now`}
        values={all.map((month) => month[of])}
      />
      <p class="chart-caption">
        <span>{monthOf(first.month)}</span>
        <span>{fullCount(last[of])} now</span>
      </p>
      <details>
        <summary>By month</summary>
        <Figures
          columns={["At the end of", title]}
          rows={all.toReversed().map((month) => [monthOf(month.month), month[of]])}
        />
      </details>
    </section>
  );
}

export function DailyDownloads({ history: { days: known, from, to } }: { history: History }) {
  const days = everyDay(new Map(known.map(({ day, downloads }) => [day, downloads])), from, to);
  const total = days.reduce((sum, { downloads }) => sum + downloads, 0);
  const most = Math.max(...days.map(({ downloads }) => downloads));
  return (
    <section class="panel stats-wide" aria-labelledby="downloads">
      <h2 id="downloads">Downloads by day</h2>
      <Bars
        label={`${fullCount(total)} downloads in ${days.length} days, at most ${fullCount(most)} a day`}
        values={days.map(({ downloads }) => downloads)}
      />
      <p class="chart-caption">
        <span>{dayOf(from)}</span>
        <span>
          {fullCount(total)} in {days.length} days
        </span>
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

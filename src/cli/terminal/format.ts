/** 4756 → 4,756, in every locale. */
export const count = (value: number): string => value.toLocaleString("en-US");

export const stars = (average: number): string => `★ ${average.toFixed(1)}`;

export const rating = ({ rating: average, reviews_count }: { rating: number; reviews_count: number }): string =>
  reviews_count === 0 ? "–" : `${stars(average)} (${count(reviews_count)})`;

const UNITS = ["B", "KiB", "MiB", "GiB"];

/** 48213 → 47.1 KiB. */
export function size(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}

/** The day of a timestamp, in UTC. */
export const day = (timestamp: string): string => timestamp.slice(0, 10);

/** "41 plugins; page 2 of 3"; pages are counted from 1 here. */
export function pageOf(
  list: { total: number; page: number; per_page: number; total_is_capped?: true | undefined },
  noun: string,
): string {
  const pages = Math.ceil(list.total / list.per_page);
  const total = `${count(list.total)}${list.total_is_capped ? " or more" : ""} ${noun}${list.total === 1 ? "" : "s"}`;
  return pages > 1 ? `${total}; page ${count(list.page)} of ${count(pages)}` : total;
}

const BARS = "▁▂▃▄▅▆▇█";

/** A row of bars, the highest for the greatest value. */
export function sparkline(values: readonly number[]): string {
  const greatest = Math.max(1, ...values);
  return values.map((value) => BARS.charAt(Math.round((value / greatest) * (BARS.length - 1)))).join("");
}

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

const BARS = "▁▂▃▄▅▆▇█";

/** A row of bars, the highest for the greatest value. */
export function sparkline(values: readonly number[]): string {
  const greatest = Math.max(1, ...values);
  return values.map((value) => BARS.charAt(Math.round((value / greatest) * (BARS.length - 1)))).join("");
}

let format: Intl.NumberFormat | undefined;

/** 812, 12.3K, 1.2M: for a glance. The first formatter of an isolate takes 14 ms, which most never need. */
export function shortCount(count: number): string {
  format ??= new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
  return format.format(count);
}

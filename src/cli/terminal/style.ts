import colors from "picocolors";

/** How text looks on one stream. */
export interface Style extends ReturnType<typeof colors.createColors> {
  /** Columns, Infinity where nothing has to fit. */
  width: number;
}

interface Stream {
  isTTY?: boolean;
  columns?: number;
}

export function styleOf(stream: Stream): Style {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const wanted = FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY === true && TERM !== "dumb";
  const width = stream.isTTY === true ? (stream.columns ?? 80) : Infinity;
  return { ...colors.createColors(wanted && !NO_COLOR), width };
}

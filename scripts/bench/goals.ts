/** A median of rounds, and how far they lay apart. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** Times are milliseconds. */
export interface Figures {
  perSecond: Spread;
  p50: Spread;
  p99: Spread;
  /** CPU of a request in the Workers' process; null where that cannot be told, and where another process answers. */
  cpuMs: number | null;
  failures: number;
}

export type Yardstick = "floor" | "limited" | "database" | "verdaccio";

export interface Calls {
  sql: number;
  objects: number;
  r2: number;
}

export interface Facts {
  own: Figures;
  beside: Partial<Record<Yardstick, Figures>>;
  calls: Calls;
}

/** What a row must show; `value` is undefined when its yardstick was not measured. */
export interface Goal {
  text: string;
  value: (facts: Facts) => number | undefined;
  isMet: (value: number) => boolean;
  unit: "×" | "ms" | "";
}

export const NAMES: Record<Yardstick, string> = {
  floor: "floor",
  limited: "floor, limited",
  database: "database floor",
  verdaccio: "Verdaccio",
};

const atLeast = (least: number) => (value: number) => value >= least;
const atMost = (most: number) => (value: number) => value <= most;

/** Requests a second, as a multiple of the yardstick's. */
export const throughput = (least: number, yardstick: Yardstick): Goal => ({
  text: `≥ ${least} × ${NAMES[yardstick]}`,
  value: ({ own, beside }) => quotient(own.perSecond, beside[yardstick]?.perSecond),
  isMet: atLeast(least),
  unit: "×",
});

/** Median latency over the yardstick's. */
export const latencyBeyond = (most: number, yardstick: Yardstick): Goal => ({
  text: `≤ ${NAMES[yardstick]} + ${most} ms`,
  value: ({ own, beside }) => beside[yardstick] && own.p50.median - beside[yardstick].p50.median,
  isMet: atMost(most),
  unit: "ms",
});

export const slowestTimes = (most: number, yardstick: Yardstick): Goal => ({
  text: `p99 ≤ ${most} × ${NAMES[yardstick]}'s`,
  value: ({ own, beside }) => quotient(own.p99, beside[yardstick]?.p99),
  isMet: atMost(most),
  unit: "×",
});

export const latency = (quantile: "p50" | "p99", most: number): Goal => ({
  text: `${quantile} ≤ ${most} ms`,
  value: ({ own }) => own[quantile].median,
  isMet: atMost(most),
  unit: "ms",
});

export const calls = (kind: keyof Calls, most: number): Goal => ({
  text: `${kind} ≤ ${most}`,
  value: (facts) => facts.calls[kind],
  isMet: atMost(most),
  unit: "",
});

export const noFailures: Goal = {
  text: "0 failures",
  value: ({ own }) => own.failures,
  isMet: atMost(0),
  unit: "",
};

/** Of one round trip to a database that is so many milliseconds away. */
export const roundTrips = (most: number, distanceMs: number): Goal => ({
  text: `≤ ${most} × one round trip`,
  value: ({ own, beside }) => beside.database && own.p50.median / (distanceMs + beside.database.p50.median),
  isMet: atMost(most),
  unit: "×",
});

function quotient(own: Spread, other: Spread | undefined): number | undefined {
  return other && own.median / other.median;
}

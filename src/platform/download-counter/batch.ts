/** Downloads of one version on one UTC day. */
export interface DownloadCount {
  pluginId: string;
  versionId: string;
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  downloads: number;
}

/** What one object hands over at once. Applying a batch whose sequence is not above the last one does nothing. */
export interface DownloadBatch {
  counter: string;
  sequence: number;
  counts: DownloadCount[];
}

export interface CounterState {
  sequence: number;
  /** Counted since the last batch was closed; keyed by version and day. */
  open: Record<string, DownloadCount>;
  /** Closed, and not yet known to be applied: its content never changes, so that it may be sent again. */
  sealed: DownloadBatch | null;
}

export const emptyCounter = (): CounterState => ({ sequence: 0, open: {}, sealed: null });

/** Adds downloads of one version. */
export function count(
  state: CounterState,
  { pluginId, versionId, downloads }: Omit<DownloadCount, "day">,
  now: Date,
): void {
  const day = now.toISOString().slice(0, 10);
  const key = `${versionId} ${day}`;
  const known = state.open[key];
  if (known) known.downloads += downloads;
  else state.open[key] = { pluginId, versionId, day, downloads };
}

/** Closes the open counts into a batch, unless one is still to be applied. */
export function seal(state: CounterState, counter: string): DownloadBatch | null {
  if (state.sealed) return state.sealed;
  const counts = Object.values(state.open);
  if (counts.length === 0) return null;
  state.sequence += 1;
  state.sealed = { counter, sequence: state.sequence, counts };
  state.open = {};
  return state.sealed;
}

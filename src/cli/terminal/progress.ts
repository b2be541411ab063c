import type { MultiBar } from "cli-progress";
import { size } from "./format.ts";
import { visible } from "./visible.ts";

export interface Bar {
  /** How far it is now, in bytes. */
  update(doneBytes: number): void;
}

export interface Progress {
  bar(label: string, totalBytes: number): Bar;
  /** To be called when all is over, however it ended; what is written after it stands below the bars. */
  stop(): void;
}

const NOWHERE: Progress = { bar: () => ({ update: () => undefined }), stop: () => undefined };

/** Bars on stderr, one for each file on its way; none where there is no terminal to draw them on. */
export async function startProgress(): Promise<Progress> {
  if (!process.stderr.isTTY) return NOWHERE;
  const { default: cliProgress } = await import("cli-progress");
  const bars: MultiBar = new cliProgress.MultiBar(
    { format: "{label} {bar} {percentage}% {done} of {all}", hideCursor: true, emptyOnZero: true },
    cliProgress.Presets.shades_classic,
  );
  return {
    bar(label, totalBytes) {
      const all = size(totalBytes);
      const bar = bars.create(totalBytes, 0, { label: visible(label), done: size(0), all });
      return { update: (doneBytes) => bar.update(doneBytes, { done: size(doneBytes) }) };
    },
    stop: () => bars.stop(),
  };
}

import pty from "@lydell/node-pty";
import { onTestFinished } from "vitest";
import { cliFile, type Machine } from "./cli.ts";

export interface Session {
  /** Everything that was drawn so far, escapes included. */
  screen: () => string;
  /** Resolves as soon as what was drawn matches. */
  sees: (pattern: RegExp) => Promise<void>;
  type: (text: string) => void;
  ends: Promise<number>;
}

/** Runs the executable on a terminal of its own, and plays the person in front of it. */
export function sitDown({ env }: Machine, args: string[], cwd?: string): Session {
  const terminal = pty.spawn(process.execPath, [cliFile(), ...args], {
    name: "xterm-256color",
    cols: 100,
    rows: 30,
    env: { ...env, TERM: "xterm-256color" },
    ...(cwd === undefined ? {} : { cwd }),
  });
  let drawn = "";
  const watchers = new Set<() => void>();
  terminal.onData((text) => {
    drawn += text;
    for (const watch of watchers) watch();
  });
  const ends = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  onTestFinished(async () => {
    terminal.kill();
    await ends;
  });
  return {
    screen: () => drawn,
    type: (text) => terminal.write(text),
    ends,
    sees: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(drawn)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        void ends.then(() => (look(), reject(new Error(`It ended without ${String(pattern)}:\n${drawn}`))));
        look();
      }),
  };
}

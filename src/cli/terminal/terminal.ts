import type { Failure } from "../failure.ts";
import type { Report } from "./report.ts";
import { type Style, styleOf } from "./style.ts";
import { visible, visibleJson } from "./visible.ts";

type Tone = "plain" | "done" | "warning" | "quiet";

const TONES: Record<Tone, (text: string, style: Style) => string> = {
  plain: (text) => text,
  done: (text, style) => `${style.green("✓")} ${text}`,
  warning: (text, style) => `${style.yellow("!")} ${text}`,
  quiet: (text, style) => style.dim(text),
};

/** Both output streams. stdout carries a command's one result, stderr everything that is said on the way. */
export class Terminal {
  readonly json: boolean;
  /** Whether somebody can be asked. */
  readonly interactive = process.stdin.isTTY && process.stderr.isTTY;
  readonly errorStyle = styleOf(process.stderr);

  constructor(options: { json: boolean }) {
    this.json = options.json;
  }

  /** A line of prose; it may hold text of a server. */
  note(text: string, tone: Tone = "plain"): void {
    process.stderr.write(`${TONES[tone](visible(text), this.errorStyle)}\n`);
  }

  /** Something on the way failed, and is tried again after a while. */
  readonly waits = (reason: string, waitMs: number): void => {
    this.note(`${reason}; trying again in ${(waitMs / 1000).toFixed(1)} s`, "quiet");
  };

  print({ document, text }: Report): void {
    if (this.json) process.stdout.write(`${visibleJson(document)}\n`);
    else writeLines(text(styleOf(process.stdout)));
  }

  fail(failure: Failure): void {
    if (this.json) process.stdout.write(`${visibleJson(failureDocument(failure))}\n`);
    const { red, dim, cyan } = this.errorStyle;
    const lines = [
      `${red("error:")} ${visible(failure.message)}`,
      ...failure.issues.map(({ path, message }) => `  ${visible(path === "" ? message : `${path}: ${message}`)}`),
      ...(failure.hint === undefined ? [] : [`${cyan("hint:")} ${visible(failure.hint)}`]),
      ...(failure.requestId === undefined ? [] : [dim(`request id: ${visible(failure.requestId)}`)]),
    ];
    process.stderr.write(`${lines.join("\n")}\n`);
  }
}

function writeLines(text: string): void {
  if (text !== "") process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

const failureDocument = (failure: Failure) => ({
  error: {
    message: failure.message,
    code: failure.code ?? null,
    request_id: failure.requestId ?? null,
    exit_code: failure.exitCode,
    hint: failure.hint ?? null,
    issues: failure.issues,
  },
});

import type { ExitCode } from "../exit-codes.ts";
import type { Style } from "./style.ts";
import { visibleThroughout } from "./visible.ts";

/** What a command has to say: one document, printed to stdout when the command is done, as JSON or as text. */
export interface Report {
  document: unknown;
  text: (style: Style) => string;
  exitCode: ExitCode | undefined;
}

/** `render` is given the document with all text in it made visible, so that it cannot print a server's escapes. */
export const report = <Document>(
  document: Document,
  render: (document: Document, style: Style) => string,
  exitCode?: ExitCode,
): Report => ({ document, text: (style) => render(visibleThroughout(document), style), exitCode });

/** For what the registry has changed: it says itself what came of it. */
export const done = (answer: { message: string }): Report =>
  report(answer, ({ message }, style) => `${style.green("✓")} ${message}`);

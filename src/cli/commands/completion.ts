import { COMPLETION_SCRIPTS, type Shell } from "../completion/scripts.ts";
import type { CompletionDocument } from "../documents/completion.ts";
import { report } from "../terminal/report.ts";

export function scriptFor(shell: Shell) {
  const document: CompletionDocument = { shell, script: COMPLETION_SCRIPTS[shell] };
  // The script itself and not the document's: its line breaks are ours, and meant.
  return report(document, () => COMPLETION_SCRIPTS[shell]);
}

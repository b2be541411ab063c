import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { guided } from "./guidance.ts";
import type { Flags } from "./settings/settings.ts";
import type { Report } from "./terminal/report.ts";
import { Terminal } from "./terminal/terminal.ts";

/** As much of a commander command as matters here. */
interface Invocation {
  optsWithGlobals(): object;
}

/** Runs what a command does, says what came of it, and sets the exit code. */
export async function run(invocation: Invocation, verb: (context: Context) => Promise<Report>): Promise<void> {
  const { json = false, ...flags } = invocation.optsWithGlobals() as Flags & { json?: boolean };
  const terminal = new Terminal({ json });
  let context: Context | undefined;
  try {
    // Here and not above, so that help does not wait for it.
    const { openContext } = await import("./context.ts");
    context = await openContext(flags, terminal);
    const report = await verb(context);
    terminal.print(report);
    process.exitCode = report.exitCode ?? EXIT.done;
  } catch (error) {
    const failure = await guided(asFailure(error), context);
    terminal.fail(failure);
    process.exitCode = failure.exitCode;
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(`A defect of mockforge-registry: ${message}`, { exitCode: EXIT.failed, cause: error });
}

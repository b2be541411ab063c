import type { ExitCode } from "./exit-codes.ts";

export interface FailureOptions {
  exitCode: ExitCode;
  /** From the registry's catalogue, when the registry said so. */
  code?: string | undefined;
  requestId?: string | undefined;
  /** What to do next: a sentence, or a command. */
  hint?: string | undefined;
  issues?: readonly { path: string; message: string }[] | undefined;
  /** The plugin that the request was about. */
  plugin?: string | undefined;
  cause?: unknown;
}

/** The one way a command fails. Text from a server may stand in it as it came: it is made visible when it is printed. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: ExitCode;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly hint: string | undefined;
  readonly issues: readonly { path: string; message: string }[];
  readonly plugin: string | undefined;

  constructor(message: string, options: FailureOptions) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.exitCode = options.exitCode;
    this.code = options.code;
    this.requestId = options.requestId;
    this.hint = options.hint;
    this.issues = options.issues ?? [];
    this.plugin = options.plugin;
  }

  withHint(hint: string): Failure {
    return new Failure(this.message, { ...this, hint });
  }
}

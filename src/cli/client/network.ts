import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { Fault, type Outcome } from "./fault.ts";

/** System errors after which nothing can have been carried out, in words. */
const NEVER_SENT: Record<string, string> = {
  ECONNREFUSED: "it refuses the connection",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name cannot be looked up now",
  ENETUNREACH: "the network is not reachable",
  EHOSTUNREACH: "the host is not reachable",
  UND_ERR_CONNECT_TIMEOUT: "it does not accept the connection",
};

/** What fetch and sockets throw, and no defect of ours: it has a cause, the system's code, or is a time limit. */
export const isNetworkError = (error: unknown): error is Error =>
  error instanceof Error && (error.cause instanceof Error || isTimeout(error) || codeOf(error) !== undefined);

/** What a network fault means, as far as its cause says. */
export function faultOf(error: Error, url: URL): Fault {
  const cause = error.cause instanceof Error ? error.cause : error;
  if (isTimeout(error) || isTimeout(cause)) {
    return fault(`${url.origin} did not answer in time`, "final", error, "give it longer with --timeout <seconds>");
  }
  const code = codeOf(cause);
  const words = code === undefined ? undefined : NEVER_SENT[code];
  const reason = words ?? (cause.message || code);
  const hint = "check the network, and the registry's address: mockforge-registry config get url";
  return fault(`Cannot reach ${url.origin}: ${reason}`, words === undefined ? "unknown" : "not done", error, hint);
}

const fault = (message: string, outcome: Outcome, cause: unknown, hint: string) =>
  new Fault(new Failure(message, { exitCode: EXIT.away, hint, cause }), outcome);

const isTimeout = (error: unknown) => error instanceof Error && error.name === "TimeoutError";

/** Node tries every address of a host; what it then throws holds one error for each. */
function codeOf(cause: unknown): string | undefined {
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return (first as NodeJS.ErrnoException | undefined)?.code;
}

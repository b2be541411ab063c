import { ERRORS, type ErrorCode } from "#lib/errors.ts";
import type { Access, Operation } from "./operation.ts";

const CREDENTIALS: Record<Access, ErrorCode[]> = {
  none: [],
  public: ["invalid_token", "account_suspended"],
  user: ["authentication_required", "invalid_token", "account_suspended"],
  session: ["authentication_required", "invalid_token", "account_suspended", "session_required"],
  admin: ["authentication_required", "invalid_token", "account_suspended", "session_required", "admin_only"],
};

const BODY: ErrorCode[] = ["invalid_json", "invalid_input", "unsupported_media_type", "payload_too_large"];

/** The codes an operation may answer with, by status: its own, and those that follow from what it is. */
export function errorsOf(operation: Operation): Map<number, ErrorCode[]> {
  const { access, body, query, method } = operation;
  const codes = new Set<ErrorCode>(operation.errors);
  for (const code of CREDENTIALS[access]) codes.add(code);
  if (body) for (const code of BODY) codes.add(code);
  if (query) codes.add("invalid_input");
  codes.add("internal");
  if (access !== "none") {
    codes.add("rate_limited");
    codes.add("database_unavailable");
    if (method !== "get" && method !== "head" && operation.id !== "searchPlugins") codes.add("limiter_unavailable");
  }
  return Map.groupBy(codes, (code) => ERRORS[code].status);
}

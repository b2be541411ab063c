import type { ErrorBody } from "#contract/common.ts";
import type { RegistryError } from "#lib/errors.ts";

/** An error of the catalogue as programs read it. What the request may not know is not in it by construction. */
export function errorBody(
  { message, code, issues }: Pick<RegistryError, "message" | "code" | "issues">,
  requestId: string,
): ErrorBody {
  return { error: message, code, request_id: requestId, ...(issues && { issues }) };
}

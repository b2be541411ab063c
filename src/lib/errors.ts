/**
 * Every error a client can meet, whichever surface it asks through. A code is part of the wire contract and never
 * changes its meaning; a message says what is wrong and what to do, and call sites pass a more specific one.
 */
export const ERRORS = {
  invalid_input: { status: 400, message: "Some of the input is not valid; see issues for each field." },
  invalid_json: { status: 400, message: "The body is not valid JSON; send one UTF-8 encoded JSON object." },
  authentication_required: {
    status: 401,
    message: "Sign in first and send the token as 'Authorization: Bearer <token>'.",
  },
  invalid_token: { status: 401, message: "The token is not valid, has expired or was revoked; sign in again." },
  invalid_credentials: { status: 401, message: "The e-mail address or the password is wrong." },
  account_suspended: { status: 403, message: "This account is suspended; ask the registry's administrators." },
  not_owner: { status: 403, message: "Only an owner of this plugin may do that; ask one of its owners." },
  missing_scope: { status: 403, message: "This token lacks the scope for that; make one that has it." },
  plugin_outside_token: { status: 403, message: "This token is for other plugins only." },
  session_required: { status: 403, message: "An API token cannot do that; sign in with your password." },
  foreign_form: {
    status: 403,
    message: "This form was not filled in on our own page, or long ago; load the page again and send it from there.",
  },
  admin_only: { status: 403, message: "Only administrators may do that." },
  own_plugin: { status: 403, message: "You cannot review a plugin that you own." },
  own_review: { status: 403, message: "You cannot vote on your own review." },
  not_author: { status: 403, message: "Only the author of this review may change it." },
  plugin_taken_down: { status: 403, message: "This plugin was taken down; ask the registry's administrators." },
  not_found: { status: 404, message: "There is nothing at this address; see /docs for the routes." },
  plugin_not_found: { status: 404, message: "No such plugin; check the name or search for it." },
  version_not_found: {
    status: 404,
    message: "The plugin has no such version; list its versions to see what there is.",
  },
  sbom_not_found: { status: 404, message: "This version was published without one." },
  review_not_found: { status: 404, message: "No such review; it may have been deleted." },
  user_not_found: { status: 404, message: "No such user." },
  token_not_found: { status: 404, message: "No such token; it may have been revoked." },
  signing_key_not_found: { status: 404, message: "You have no such key in use; it may be revoked already." },
  upload_not_found: {
    status: 404,
    message: "No such upload; ask for a new one by publishing without wasm_data.",
  },
  method_not_allowed: { status: 405, message: "This address does not take that method; see the Allow header." },
  username_taken: { status: 409, message: "This username is taken; choose another one." },
  email_taken: { status: 409, message: "An account with this e-mail address exists; sign in instead." },
  name_taken: {
    status: 409,
    message: "A plugin with this name, or one easily mistaken for it, exists; choose another name.",
  },
  name_reserved: { status: 409, message: "This name is reserved; choose another one." },
  name_too_similar: { status: 409, message: "This name is too like a well-known plugin's; choose another one." },
  last_owner: { status: 409, message: "A plugin needs an owner; add another one first." },
  version_exists: {
    status: 409,
    message: "This version is published already and cannot change; publish a new version.",
  },
  signing_key_exists: { status: 409, message: "This key is or was registered; make a new one." },
  too_many_signing_keys: { status: 409, message: "You have as many keys as an account may; revoke one first." },
  review_exists: { status: 409, message: "You have reviewed this plugin already; edit your review instead." },
  publish_conflict: {
    status: 409,
    message: "Another publication of this plugin came first; look at its versions and try again.",
  },
  unresolvable: {
    status: 409,
    message: "No versions of these plugins work together; ask for less, or for other versions.",
  },
  upload_incomplete: {
    status: 409,
    message: "The module has not arrived; send it to upload_url with upload_headers, then complete the upload.",
  },
  upload_expired: {
    status: 410,
    message: "The upload was not completed in time; ask for a new one by publishing without wasm_data.",
  },
  payload_too_large: { status: 413, message: "The body is too large; see the limits in the documentation." },
  range_not_satisfiable: { status: 416, message: "The file has no such range; ask for bytes within its length." },
  unsupported_media_type: { status: 415, message: "Send the body as 'Content-Type: application/json'." },
  resolution_too_large: {
    status: 422,
    message: "These dependencies are too entangled to be resolved; ask for fewer plugins, or narrower requirements.",
  },
  rate_limited: { status: 429, message: "Too many requests; wait as long as Retry-After says." },
  internal: {
    status: 500,
    message: "Something went wrong on our side; try again, and report the request_id if it stays.",
  },
  database_unavailable: { status: 503, message: "The database cannot be reached; try again in a moment." },
  storage_unavailable: { status: 503, message: "The file storage cannot be reached; try again in a moment." },
  limiter_unavailable: {
    status: 503,
    message: "The rate limiter cannot be reached, so nothing can be changed; try again in a moment.",
  },
  counter_unavailable: {
    status: 503,
    message: "The download counter cannot be reached, so nothing can be downloaded; try again in a moment.",
  },
  busy: { status: 503, message: "The registry is busy; try again in a moment." },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorStatus = (typeof ERRORS)[ErrorCode]["status"];

/** What is wrong with one field; `path` is dotted (`tags.2`), empty when it is about the whole input. */
export type Issue = { path: string; message: string };

export type RegistryErrorOptions = {
  message?: string;
  issues?: Issue[];
  headers?: Record<string, string>;
  cause?: unknown;
};

/** When to come back where nothing more exact is known. */
const RETRY_SECONDS = "5";

export class RegistryError extends Error {
  override readonly name = "RegistryError";
  readonly code: ErrorCode;
  readonly status: ErrorStatus;
  readonly issues?: Issue[];
  /** Sent with the answer: Retry-After, Allow. */
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: RegistryErrorOptions = {}) {
    super(options.message ?? ERRORS[code].message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.status = ERRORS[code].status;
    if (options.issues !== undefined) this.issues = options.issues;
    this.headers = { ...(this.status === 503 && { "Retry-After": RETRY_SECONDS }), ...options.headers };
  }
}

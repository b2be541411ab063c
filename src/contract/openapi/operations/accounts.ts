import { LoginRequest, Me, PasswordRequest, RegisterRequest, SessionResponse } from "../../accounts.ts";
import { Done } from "../../common.ts";
import { SigningKey, SigningKeyList, SigningKeyRequest } from "../../signatures.ts";
import { TokenCreated, TokenList, TokenRequest } from "../../tokens.ts";
import { created, ok, type Operation } from "../operation.ts";

const account = { tag: "Account" } as const;
const signingKeys = { tag: "Signing keys", access: "session" } as const;
const tokens = { tag: "API tokens", access: "session" } as const;

export const accountOperations: Operation[] = [
  {
    ...account,
    method: "post",
    path: "/api/v1/auth/register",
    id: "register",
    summary: "Create an account",
    access: "public",
    body: { schema: RegisterRequest },
    answers: created("The account, signed in", SessionResponse),
    errors: ["username_taken", "email_taken", "busy"],
  },
  {
    ...account,
    method: "post",
    path: "/api/v1/auth/login",
    id: "login",
    summary: "Sign in",
    access: "public",
    body: { schema: LoginRequest },
    answers: ok("A session of 30 days", SessionResponse),
    errors: ["invalid_credentials", "busy"],
  },
  {
    ...account,
    method: "get",
    path: "/api/v1/auth/me",
    id: "me",
    summary: "The account that is signed in",
    access: "user",
    answers: ok("The account", Me),
  },
  {
    ...account,
    method: "post",
    path: "/api/v1/auth/password",
    id: "changePassword",
    summary: "Change the password, which ends every other session",
    access: "session",
    body: { schema: PasswordRequest },
    answers: ok("A new session", SessionResponse),
    errors: ["invalid_credentials", "busy"],
  },
  {
    ...account,
    method: "post",
    path: "/api/v1/auth/logout-all",
    id: "logOutEverywhere",
    summary: "End every session, this one included",
    access: "session",
    answers: ok("Every session is ended", Done),
  },
  {
    ...signingKeys,
    method: "get",
    path: "/api/v1/auth/signing-keys",
    id: "listSigningKeys",
    summary: "Your signing keys, also the revoked ones",
    answers: ok("The keys", SigningKeyList),
  },
  {
    ...signingKeys,
    method: "post",
    path: "/api/v1/auth/signing-keys",
    id: "addSigningKey",
    summary: "Register an Ed25519 public key, with which your signatures are checked",
    body: { schema: SigningKeyRequest },
    answers: created("The key", SigningKey),
    errors: ["signing_key_exists", "too_many_signing_keys"],
  },
  {
    ...signingKeys,
    method: "delete",
    path: "/api/v1/auth/signing-keys/{key_id}",
    id: "revokeSigningKey",
    summary: "Revoke a key for good; what it has signed shows that",
    answers: ok("The key is revoked", Done),
    errors: ["signing_key_not_found"],
  },
  {
    ...tokens,
    method: "get",
    path: "/api/v1/tokens",
    id: "listTokens",
    summary: "Your API tokens, without their secrets",
    answers: ok("The tokens", TokenList),
  },
  {
    ...tokens,
    method: "post",
    path: "/api/v1/tokens",
    id: "createToken",
    summary: "Make an API token; its secret is shown this once",
    body: { schema: TokenRequest },
    answers: created("The token", TokenCreated),
  },
  {
    ...tokens,
    method: "delete",
    path: "/api/v1/tokens/{id}",
    id: "revokeToken",
    summary: "Revoke an API token",
    answers: ok("The token is revoked", Done),
    errors: ["token_not_found"],
  },
];

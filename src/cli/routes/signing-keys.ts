import { Done } from "#contract/common.ts";
import { SigningKey, SigningKeyList } from "#contract/signatures.ts";
import { route } from "../client/route.ts";

const path = "/api/v1/auth/signing-keys";

export const signingKeys = route({ method: "GET", path, repeat: "safe", answer: SigningKeyList });

export const addSigningKey = route({ method: "POST", path, repeat: "once", answer: SigningKey });

export const revokeSigningKey = route({
  method: "DELETE",
  path: "/api/v1/auth/signing-keys/:key_id",
  repeat: "idempotent",
  answer: Done,
});

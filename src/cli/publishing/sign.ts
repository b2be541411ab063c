import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import type { PublishRequest } from "#contract/publishing.ts";
import { signedText } from "#lib/signatures.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { readBytes } from "./files.ts";

const KEY_BYTES = 32;

/** Signs a version with the Ed25519 key in a PEM file. @throws Failure when there is none */
export async function signWith(
  path: string,
  version: { name: string; version: string; checksum: string },
): Promise<NonNullable<PublishRequest["signature"]>> {
  const key = privateKeyIn(path, await readBytes(path));
  const raw = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-KEY_BYTES);
  return {
    key_id: createHash("sha256").update(raw).digest("hex"),
    signature: sign(null, Buffer.from(signedText(version)), key).toString("base64"),
  };
}

function privateKeyIn(path: string, pem: Uint8Array): KeyObject {
  try {
    const key = createPrivateKey(Buffer.from(pem));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // What is no key at all, or is kept behind a passphrase, is refused as a key of another kind is.
  }
  throw new Failure(`${path} holds no Ed25519 private key in PEM, free of a passphrase`, {
    exitCode: EXIT.failed,
    hint: "make one with `openssl genpkey -algorithm ed25519 -out signing-key.pem`",
  });
}

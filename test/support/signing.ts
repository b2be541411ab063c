import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { Person } from "./people.ts";

/** A version as its signature sees it. */
export interface Signed {
  name: string;
  version: string;
  checksum?: unknown;
}

/** What is signed, written down as the README says it. */
export const signedBytes = ({ name, version, checksum }: Signed): Buffer =>
  Buffer.from(`mockforge-plugin-signature-v1\n${name}\n${version}\n${String(checksum)}\n`);

export interface SigningKeyPair {
  keyId: string;
  /** The 32 bytes in base64. */
  publicKey: string;
  publicPem: string;
  privatePem: string;
  signs: (version: Signed) => { key_id: string; signature: string };
}

export function newKey(): SigningKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const keyId = createHash("sha256").update(raw).digest("hex");
  return {
    keyId,
    publicKey: raw.toString("base64"),
    publicPem: publicKey.export({ format: "pem", type: "spki" }).toString(),
    privatePem: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    signs: (version) => ({
      key_id: keyId,
      signature: sign(null, signedBytes(version), privateKey).toString("base64"),
    }),
  };
}

export const SIGNING_KEYS = "/api/v1/auth/signing-keys";

/** A new key of somebody's; throws when it cannot be registered. */
export async function keyOf(person: Person, key = newKey()): Promise<SigningKeyPair> {
  const response = await person.request(SIGNING_KEYS, { json: { name: "a test", public_key: key.publicKey } });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return key;
}

export const revoke = (person: Person, { keyId }: SigningKeyPair): Promise<Response> =>
  person.request(`${SIGNING_KEYS}/${keyId}`, { method: "DELETE" });

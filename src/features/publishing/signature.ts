import { RegistryError } from "#lib/errors.ts";
import { signedText } from "#lib/signatures.ts";
import type { PublishInput } from "./input.ts";

/** What is known of a key of the account. */
export interface SigningKeyState {
  public_key: string;
  revoked: boolean;
}

/** Lets a publication without a signature pass, and one whose signature holds. @throws RegistryError invalid_input */
export async function requireSignature(input: PublishInput, key: SigningKeyState | null): Promise<void> {
  const { signature } = input;
  if (!signature) return;
  if (!key) {
    throw refused("key_id", `You have no signing key ${signature.key_id}; register its public key first`);
  }
  if (key.revoked) throw refused("key_id", "This signing key is revoked; sign with another one");
  const text = signedText(input);
  if (await holds(signature.signature, text, key.public_key)) return;
  throw refused("signature", `The signature does not hold; what this key has to sign is ${JSON.stringify(text)}`);
}

async function holds(signature: string, text: string, publicKey: string): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", Uint8Array.fromBase64(publicKey), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, Uint8Array.fromBase64(signature), new TextEncoder().encode(text));
}

function refused(field: "key_id" | "signature", message: string): RegistryError {
  return new RegistryError("invalid_input", { message, issues: [{ path: `signature.${field}`, message }] });
}

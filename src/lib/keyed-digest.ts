const ALGORITHM = { name: "HMAC", hash: "SHA-256" };
const bytesOf = (text: string) => new TextEncoder().encode(text);

const keyOf = (secret: string) => crypto.subtle.importKey("raw", bytesOf(secret), ALGORITHM, false, ["sign", "verify"]);

/** HMAC-SHA-256 in base64url: what only the holder of the secret can make of a text. */
export async function keyedDigest(secret: string, text: string): Promise<string> {
  const digest = await crypto.subtle.sign(ALGORITHM, await keyOf(secret), bytesOf(text));
  return new Uint8Array(digest).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Whether it is the digest of the text, told in constant time. */
export async function isKeyedDigest(secret: string, text: string, digest: string): Promise<boolean> {
  if (!/^[\w-]{43}$/.test(digest)) return false;
  const bytes = Uint8Array.fromBase64(digest, { alphabet: "base64url" });
  return crypto.subtle.verify(ALGORITHM, await keyOf(secret), bytes, bytesOf(text));
}

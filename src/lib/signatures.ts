/** A key's 32 bytes in base64: the two bits to spare are zero, so that a key has one spelling. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
/** A signature's 64 bytes; here it is four bits. */
const SIGNATURE = /^[A-Za-z0-9+/]{85}[AQgw]==$/;
/** SHA-256 of a key's 32 bytes, in hex. */
const KEY_ID = /^[0-9a-f]{64}$/;

export const isPublicKey = (text: string): boolean => PUBLIC_KEY.test(text);
export const isSignature = (text: string): boolean => SIGNATURE.test(text);
export const isKeyId = (text: string): boolean => KEY_ID.test(text);

/** What SPKI puts before an Ed25519 key (RFC 8410): twelve bytes, so it is a prefix in base64 too. */
const SPKI = "MCowBQYDK2VwAyEA";

/** The key in a PEM file, in base64; any other text as it is. */
export function withoutArmour(text: string): string {
  const body = /^-----BEGIN PUBLIC KEY-----(?<body>[^-]*)-----END PUBLIC KEY-----$/.exec(text.trim())?.groups?.["body"];
  const der = body?.replaceAll(/\s/g, "");
  return der?.startsWith(SPKI) ? der.slice(SPKI.length) : text.trim();
}

/**
 * What a publisher signs. Neither a name nor a version holds a newline, so no two versions share a message; the module's
 * checksum binds its bytes, and the first line keeps a signature made for anything else from being one of these.
 * @param version.checksum SHA-256 of the module in lower-case hex
 */
export function signedText(version: { name: string; version: string; checksum: string }): string {
  return `mockforge-plugin-signature-v1\n${version.name}\n${version.version}\n${version.checksum}\n`;
}

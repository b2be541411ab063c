import { crc32 } from "./crc32.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

export const TOKEN_PREFIX = "mfr_";
/** So much of a token may be shown and stored: enough to recognise it, far too little to use it. */
export const SHOWN_LENGTH = 12;

/**
 * A new secret: `mfr_`, 32 random characters of base 62 (190 bits), and the CRC-32 of those in six. Prefix and
 * checksum let a scanner find a leaked one without asking us, and let us refuse a mistyped one without I/O.
 */
export function generateApiToken(): string {
  const secret: string[] = [];
  while (secret.length < SECRET_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(64))) {
      // 248 is the largest multiple of 62 in a byte: taking the rest as well would favour some characters.
      if (byte < 248 && secret.length < SECRET_LENGTH) secret.push(ALPHABET.charAt(byte % 62));
    }
  }
  return TOKEN_PREFIX + secret.join("") + checksum(secret.join(""));
}

/** True for what has the shape and checksum of one of our tokens. */
export function isApiToken(text: string): boolean {
  const match = /^mfr_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/.exec(text);
  return match !== null && checksum(match[1] ?? "") === match[2];
}

function checksum(text: string): string {
  let rest = crc32(new TextEncoder().encode(text));
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export const GOOD_HEADER = { alg: "HS256", typ: "JWT" };
const HOUR = 3_600;

export const encoded = (value: unknown): string => encodedText(JSON.stringify(value));
export const encodedText = (text: string | Uint8Array): string => Buffer.from(text as string).toString("base64url");

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The claims of a session that is accepted. */
export const goodClaims = (userId: string) => ({
  sub: userId,
  ver: 0,
  iat: nowSeconds(),
  exp: nowSeconds() + HOUR,
});

/** Signs two parts as they are, whatever they hold. */
export function signedParts(head: string, claims: string, secret: string | Buffer, hash = "sha256"): string {
  return `${head}.${claims}.${createHmac(hash, secret).update(`${head}.${claims}`).digest("base64url")}`;
}

export const hmacToken = (header: unknown, claims: unknown, secret: string | Buffer, hash?: string): string =>
  signedParts(encoded(header), encoded(claims), secret, hash);

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** What a verifier that takes a public key for an HMAC secret would be fooled with. */
export const publicPem = publicKey.export({ format: "pem", type: "spki" }).toString();

function rsaToken(claims: unknown): string {
  const signed = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

/** The forgeries that everybody tries first: each claims to be this account, whose real sessions have version 0. */
export const FORGERIES: Record<string, (secret: string, userId: string) => string> = {
  "an expired session": (secret, id) => hmacToken(GOOD_HEADER, { ...goodClaims(id), exp: nowSeconds() - 1 }, secret),
  "a session of another secret": (_, id) => hmacToken(GOOD_HEADER, goodClaims(id), randomBytes(32).toString("hex")),
  "algorithm none": (_, id) => `${encoded({ alg: "none" })}.${encoded(goodClaims(id))}.`,
  "HS512 with our secret": (secret, id) => hmacToken({ alg: "HS512", typ: "JWT" }, goodClaims(id), secret, "sha512"),
  RS256: (_, id) => rsaToken(goodClaims(id)),
  "a revoked session": (secret, id) => hmacToken(GOOD_HEADER, { ...goodClaims(id), ver: 1 }, secret),
};

import { SESSION_SECONDS } from "../../../src/platform/session-tokens.ts";
import {
  encoded,
  encodedText,
  FORGERIES,
  GOOD_HEADER,
  goodClaims,
  hmacToken,
  nowSeconds,
  publicPem,
  signedParts,
} from "./forgery.ts";

/** Whose forgeries are made: somebody with a real session, somebody else, and the id of an account that is gone. */
export interface Victim {
  secret: string;
  userId: string;
  token: string;
  anothersToken: string;
  goneId: string;
}

const NOBODY = "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90";
type Claims = ReturnType<typeof goodClaims>;

/** Our secret, and claims that are not those of a session of ours. */
const claiming = (change: (claims: Claims) => unknown) => (victim: Victim) =>
  hmacToken(GOOD_HEADER, change(goodClaims(victim.userId)), victim.secret);
/** Our secret and good claims under a header of another kind. */
const headed = (header: unknown) => (victim: Victim) => hmacToken(header, goodClaims(victim.userId), victim.secret);
/** Our secret over a text that is not quite JSON, or says a thing twice. */
const worded = (claims: (json: string) => string | Uint8Array) => (victim: Victim) =>
  signedParts(encoded(GOOD_HEADER), encodedText(claims(JSON.stringify(goodClaims(victim.userId)))), victim.secret);
const altered = (change: (parts: string[]) => string[]) => (victim: Victim) =>
  change(victim.token.split(".")).join(".");
const without = (name: keyof Claims) => claiming(({ [name]: _, ...rest }) => rest);
const flipped = (text: string) => `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;

const claims: Record<string, (victim: Victim) => string> = {
  "no exp": without("exp"),
  "exp 0": claiming((good) => ({ ...good, exp: 0 })),
  "exp below zero": claiming((good) => ({ ...good, exp: -1 })),
  'exp "never"': claiming((good) => ({ ...good, exp: "never" })),
  "exp null": claiming((good) => ({ ...good, exp: null })),
  "exp NaN": worded((json) => json.replace(/"exp":\d+/, '"exp":NaN')),
  "exp infinite": worded((json) => json.replace(/"exp":\d+/, '"exp":1e999')),
  "exp as text": claiming((good) => ({ ...good, exp: `${good.exp}` })),
  "exp as a list": claiming((good) => ({ ...good, exp: [good.exp] })),
  "exp true": claiming((good) => ({ ...good, exp: true })),
  "exp in milliseconds": claiming((good) => ({ ...good, exp: good.exp * 1_000 })),
  "exp beyond 30 days": claiming((good) => ({ ...good, exp: nowSeconds() + SESSION_SECONDS + 60 })),
  "exp beyond all integers": claiming((good) => ({ ...good, exp: 2 ** 63 })),
  "no iat": without("iat"),
  "iat as text": claiming((good) => ({ ...good, iat: "now" })),
  "iat null": claiming((good) => ({ ...good, iat: null })),
  "issued in a year, for a month": claiming((good) => ({
    ...good,
    iat: good.iat + 365 * 86_400,
    exp: good.exp + 365 * 86_400,
  })),
  "not yet valid": claiming((good) => ({ ...good, iat: good.iat + 3_000 })),
  "no session version": without("ver"),
  "another session version": claiming((good) => ({ ...good, ver: 1 })),
  "a session version as text": claiming((good) => ({ ...good, ver: "0" })),
  "half a session version": claiming((good) => ({ ...good, ver: 0.5 })),
  "a session version below zero": claiming((good) => ({ ...good, ver: -1 })),
  "a session version that no integer column holds": claiming((good) => ({ ...good, ver: 2 ** 40 })),
  "no subject": without("sub"),
  "a subject that is no id": claiming((good) => ({ ...good, sub: "' or true --" })),
  "a subject with SQL behind the id": claiming((good) => ({ ...good, sub: `${good.sub}'; drop table users; --` })),
  "a subject with NUL": claiming((good) => ({ ...good, sub: `${good.sub}\0` })),
  "a subject that is half a surrogate": worded((json) => json.replace(/"sub":"[^"]+"/, String.raw`"sub":"\ud800"`)),
  "a subject that nobody is": claiming((good) => ({ ...good, sub: NOBODY })),
  "a subject who is gone": ({ secret, goneId }) => hmacToken(GOOD_HEADER, goodClaims(goneId), secret),
  "two subjects in a list": claiming((good) => ({ ...good, sub: [good.sub, NOBODY] })),
  "a subject said twice": worded((json) => json.replace("{", '{"sub":"').replace('"sub"', `"sub":"${NOBODY}","sub"`)),
  "another subject said last": worded((json) => json.replace(/\}$/, `,"sub":"${NOBODY}"}`)),
  "a subject in capitals": claiming((good) => ({ ...good, sub: good.sub.toUpperCase().replace(/^./, "A") })),
  "a prototype for claims": worded((json) => `{"__proto__":${json}}`),
  "claims within claims": claiming((good) => ({ claims: good })),
  "claims that are null": claiming(() => null),
  "claims that are a list": claiming((good) => [good]),
  "claims that are a text": claiming((good) => JSON.stringify(good)),
  "a session within a session": (victim) => hmacToken({ ...GOOD_HEADER, cty: "JWT" }, victim.token, victim.secret),
  "claims that are no JSON": worded((json) => json.slice(0, -1)),
  "claims that are no UTF-8": worded(() => new Uint8Array([0xff, 0xfe, 0x00, 0x80])),
};

const headers: Record<string, (victim: Victim) => string> = {
  "algorithm none, our signature": headed({ alg: "none" }),
  "algorithm None in another case": ({ userId }) => `${encoded({ alg: "NoNe" })}.${encoded(goodClaims(userId))}.`,
  "algorithm hs256": headed({ alg: "hs256", typ: "JWT" }),
  "algorithms in a list": headed({ alg: ["HS256"], typ: "JWT" }),
  "no algorithm": headed({ typ: "JWT" }),
  "algorithm null": headed({ alg: null }),
  "RS256 announced, our signature": headed({ alg: "RS256" }),
  "ES256 announced, our signature": headed({ alg: "ES256" }),
  "HS256 announced, HS512 made": ({ userId, secret }) => hmacToken(GOOD_HEADER, goodClaims(userId), secret, "sha512"),
  "a header that is null": headed(null),
  "a header that is a list": headed([GOOD_HEADER]),
  "a key of one's own in the header": ({ userId }) =>
    hmacToken({ ...GOOD_HEADER, jwk: { kty: "oct", k: encodedText("secret") } }, goodClaims(userId), "secret"),
  "the address of a key": ({ userId }) =>
    hmacToken({ ...GOOD_HEADER, jku: "http://127.0.0.1/keys" }, goodClaims(userId), "secret"),
  "the name of an empty file for a key": ({ userId }) =>
    hmacToken({ ...GOOD_HEADER, kid: "../../../dev/null" }, goodClaims(userId), ""),
  "SQL for the name of a key": ({ userId }) =>
    hmacToken({ ...GOOD_HEADER, kid: "x' union select 'secret" }, goodClaims(userId), "secret"),
  "an RSA public key for a secret": ({ userId }) => hmacToken(GOOD_HEADER, goodClaims(userId), publicPem),
  "an empty secret": ({ userId }) => hmacToken(GOOD_HEADER, goodClaims(userId), ""),
};

const spellings: Record<string, (victim: Victim) => string> = {
  "a tampered header": altered(([head = "", ...rest]) => [flipped(head), ...rest]),
  "tampered claims": altered(([head = "", body = "", end = ""]) => [head, flipped(body), end]),
  "a tampered signature": altered(([head = "", body = "", end = ""]) => [head, body, flipped(end)]),
  "a truncated signature": altered(([head = "", body = "", end = ""]) => [head, body, end.slice(0, -6)]),
  "a doubled signature": altered(([head = "", body = "", end = ""]) => [head, body, end + end]),
  "an empty signature": altered(([head = "", body = ""]) => [head, body, ""]),
  "no signature": altered((parts) => parts.slice(0, 2)),
  "the signature of another's session": altered(([head = "", body = ""]) => [head, body]),
  "a fourth part": ({ token }) => `${token}.e30`,
  "a trailing dot": ({ token }) => `${token}.`,
  "a leading dot": ({ token }) => `.${token}`,
  padding: ({ token }) => `${token}=`,
  "the other base64": ({ token }) => `${token.slice(0, -1)}+/`,
  "dots only": () => "..",
  "no base64": () => "%%%.%%%.%%%",
  "letters beyond ASCII": () => encodeURIComponent("жетон.жетон.жетон"),
  "a word": () => "garbage",
  "3,000 characters": () => `${"e30".repeat(1_000)}.e30.e30`,
  "claims of 7 KB, signed": claiming((good) => ({ ...good, padding: "x".repeat(5_000) })),
  "our own token twice": ({ token }) => `${token}${token}`,
};

/** Sessions that are none, by what is wrong with them. */
export const CRAFTED_SESSIONS: Record<string, (victim: Victim) => string> = {
  ...Object.fromEntries(
    Object.entries(FORGERIES).map(([name, forge]) => [name, ({ secret, userId }: Victim) => forge(secret, userId)]),
  ),
  ...claims,
  ...headers,
  ...spellings,
  "the signature of another's session": ({ token, anothersToken }) =>
    [...token.split(".").slice(0, 2), anothersToken.split(".")[2]].join("."),
};

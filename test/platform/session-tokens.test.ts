import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SESSION_SECONDS, signSession, verifySession } from "#platform/session-tokens.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const NOW = new Date("2019-11-24T09:30:00.500Z");
const CLAIMS = { userId: "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90", sessionVersion: 3 };
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

test("a token is a JWT of HS256 that any other library verifies", async () => {
  const { token, expiresAt } = await signSession(SECRET, CLAIMS, NOW);
  const [header = "", payload = "", signature] = token.split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as unknown;
  expect(read(header)).toMatchObject({ alg: "HS256", typ: "JWT" });
  const iat = Math.floor(NOW.getTime() / 1000);
  expect(read(payload)).toEqual({ sub: CLAIMS.userId, ver: 3, iat, exp: iat + SESSION_SECONDS });
  expect(signature).toBe(createHmac("sha256", SECRET).update(`${header}.${payload}`).digest("base64url"));
  expect(expiresAt).toBe(iat + SESSION_SECONDS);
});

test("it is accepted for 30 days and not a second longer, whatever the machine's own clock says", async () => {
  const { token, expiresAt } = await signSession(SECRET, CLAIMS, NOW);
  const verifiedAt = (seconds: number) => verifySession(SECRET, token, later(seconds));
  expect(await verifiedAt(0)).toEqual({ ...CLAIMS, expiresAt });
  expect(await verifiedAt(SESSION_SECONDS - 1)).toEqual({ ...CLAIMS, expiresAt });
  expect(await verifiedAt(SESSION_SECONDS)).toBeUndefined();
});

test("no text is anything but a refusal", async () => {
  const base64 = fc.base64String();
  const looksLikeJwt = fc.tuple(base64, base64, base64).map((parts) => parts.join("."));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: "binary" }), looksLikeJwt), async (text) => {
      expect(await verifySession(SECRET, text, NOW)).toBeUndefined();
    }),
  );
});

test("changing any one character of a token makes it worthless", async () => {
  const { token } = await signSession(SECRET, CLAIMS, NOW);
  // The last character of a part holds bits that base64 does not use.
  const ends = new Set([token.indexOf("."), token.lastIndexOf("."), token.length].map((end) => end - 1));
  for (let at = 0; at < token.length; at += 1) {
    if (ends.has(at)) continue;
    const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    expect([at, await verifySession(SECRET, changed, NOW)]).toEqual([at, undefined]);
  }
});

import { beforeAll, expect } from "vitest";
import { apiToken } from "../support/access/scene.ts";
import { CRAFTED_API_TOKENS } from "../support/access/crafted-api-tokens.ts";
import { CRAFTED_SESSIONS, type Victim } from "../support/access/crafted-sessions.ts";
import { GOOD_HEADER, goodClaims, hmacToken } from "../support/access/forgery.ts";
import { somebody } from "../support/people.ts";
import { proves, type Tally } from "../support/proof.ts";
import { shared } from "../support/stack.ts";
import { expectError, randomAddress } from "../routes/http/support.ts";

const stack = shared();
const ACCOUNT = "/api/v1/auth/me";
let victim: Victim;
let secret: string;
beforeAll(async () => {
  const [person, another, gone] = await Promise.all([somebody(stack), somebody(stack), somebody(stack)]);
  await stack.sql`delete from users where id = ${gone.id}`;
  victim = {
    secret: stack.jwtSecret,
    userId: person.id,
    token: person.token,
    anothersToken: another.token,
    goneId: gone.id,
  };
  secret = (await apiToken(stack, person, { scopes: ["yank"] })).token;
});

const statusOf = async (token: string) => (await stack.request(ACCOUNT, { token })).status;

/** Whatever is shown, by a program or by a browser, is answered as what is no token. */
async function refuses(tally: Tally, credentials: [what: string, shown: string][]): Promise<void> {
  for (const [what, shown] of credentials) {
    const response = await stack.request(ACCOUNT, { token: shown, ip: randomAddress() });
    tally.tried += 1;
    if (response.status !== 401) tally.failed += 1;
    await expectError(response, 401, "invalid_token").catch((error: unknown) => {
      throw new Error(`${what} is answered with ${response.status}`, { cause: error });
    });
    expect(response.headers.get("www-authenticate"), what).toMatch(/^Bearer\b/);
    const page = await stack.request("/settings", { headers: { cookie: `__Host-session=${shown}` } });
    // Asked for once more, without the session, as somebody who has to sign in.
    expect([what, page.status, page.headers.getSetCookie()]).toEqual([
      what,
      302,
      [expect.stringMatching(/^__Host-session=; Max-Age=0/)],
    ]);
  }
}

proves("no crafted session is accepted, and none is an error of ours", async (tally) => {
  // What is crafted differs from these, which are accepted.
  expect(await statusOf(victim.token)).toBe(200);
  expect(await statusOf(hmacToken(GOOD_HEADER, goodClaims(victim.userId), victim.secret))).toBe(200);
  const crafted = Object.entries(CRAFTED_SESSIONS).map(([what, craft]) => [what, craft(victim)] as [string, string]);
  expect(new Set(crafted.map(([, shown]) => shown)).size).toBeGreaterThanOrEqual(60);
  await refuses(tally, crafted);
});

proves("no crafted API token is accepted, and none is an error of ours", async (tally) => {
  expect(await statusOf(secret)).toBe(200);
  const crafted = Object.entries(CRAFTED_API_TOKENS).map(([what, craft]) => [what, craft(secret)] as [string, string]);
  expect(new Set(crafted.map(([, shown]) => shown)).size).toBeGreaterThanOrEqual(60);
  await refuses(tally, crafted);
});

proves("another spelling of the Authorization header proves nothing", async (tally) => {
  for (const token of [victim.token, secret]) {
    const headers = [
      "",
      "Bearer",
      "Bearer ",
      "Basic dXNlcjpwYXNz",
      `Basic ${token}`,
      `Token ${token}`,
      `JWT ${token}`,
      `Digest ${token}`,
      token,
      `Bearer${token}`,
      `Bearer\t${token}`,
      `Bearer\u00a0${token}`,
      `Bearer:${token}`,
      `Bearer=${token}`,
      `Bearer "${token}"`,
      `Bearer ${token} x`,
      `Bearer ${token},Bearer ${token}`,
    ];
    for (const authorization of headers) {
      const response = await stack.request(ACCOUNT, { headers: { authorization }, ip: randomAddress() });
      tally.tried += 1;
      expect([authorization, response.status]).toEqual([authorization, 401]);
    }
    const elsewhere: Record<string, string> = {
      cookie: `__Host-session=${token}; session=${token}; token=${token}`,
      "proxy-authorization": `Bearer ${token}`,
      "x-authorization": `Bearer ${token}`,
      "x-api-key": token,
    };
    for (const [name, value] of Object.entries(elsewhere)) {
      tally.tried += 1;
      expect([name, (await stack.request(ACCOUNT, { headers: { [name]: value } })).status]).toEqual([name, 401]);
    }
    tally.tried += 1;
    expect((await stack.request(`${ACCOUNT}?token=${token}&access_token=${token}`)).status).toBe(401);
  }
});

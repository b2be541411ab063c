import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { type PrivateStack, startStack } from "../../support/stack.ts";
import { newAccount } from "../auth/support.ts";
import { countOf, expectError, randomAddress } from "./support.ts";

let stack: PrivateStack;
beforeAll(async () => void (stack = await startStack({ vars: { RATE_LIMIT_MULTIPLIER: 1 } })));
afterAll(() => stack.close());

type Ask = (index: number) => Promise<Response>;

/** @returns how many of so many concurrent requests are not refused for their number */
async function passing(times: number, ask: Ask): Promise<number> {
  const statuses = await Promise.all(
    Array.from({ length: times }, async (_, index) => {
      const response = await ask(index);
      await response.arrayBuffer();
      // A refusal has nothing of the answer that it replaces.
      const { headers, status } = response;
      if (status === 429) expect([headers.get("cache-control"), headers.get("etag")]).toEqual(["no-store", null]);
      return status;
    }),
  );
  return times - countOf(statuses, 429);
}

const nothing = (ip: string) => stack.request("/api/v1/nothing", { ip });

describe("an address", () => {
  test("has exactly 60 requests a minute, however many come at once, and others have theirs", async () => {
    const ip = randomAddress();
    expect(await passing(200, () => nothing(ip))).toBe(60);
    expect((await nothing(randomAddress())).status).toBe(404);
  });

  test("spends one budget on reads, searches and both mounts, and is not what a header of its own says", async () => {
    const ip = randomAddress();
    const paths = ["/api/v1/plugins/none", "/camel/api/v1/plugins/none", "/api/v1/auth/me", "/health/ready"];
    const passed = await passing(100, (index) => {
      if (index % 5 === 4) return stack.request("/api/v1/plugins/search", { json: {}, ip });
      return stack.request(paths[index % 5]!, { ip, headers: { "x-forwarded-for": randomAddress() } });
    });
    expect(passed).toBe(60);
  });

  test("of IPv6 is its network of 64 bits", async () => {
    const network = `2001:db8:${Math.floor(Math.random() * 65_536).toString(16)}:1`;
    expect(await passing(100, (index) => nothing(`${network}:${index.toString(16)}::1`))).toBe(60);
    expect((await nothing(`${network.slice(0, -1)}2::1`)).status).toBe(404);
  });

  test("is told on every answer what is left, and when to come back", async () => {
    const ip = randomAddress();
    const first = await nothing(ip);
    expect(first.headers.get("ratelimit-policy")).toBe('"api";q=60;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"api";r=59;t=(60|5\d)$/);
    expect(first.headers.get("retry-after")).toBeNull();
    await passing(70, () => nothing(ip));
    // The second refusal comes from memory and says the same.
    for (let refusal = 0; refusal < 2; refusal += 1) {
      const refused = await nothing(ip);
      const { error } = await expectError(refused, 429, "rate_limited");
      expect(error).toContain("at most 60 in 60 seconds");
      expect(refused.headers.get("ratelimit-policy")).toBe('"api";q=60;w=60');
      expect(refused.headers.get("ratelimit")).toMatch(/^"api";r=0;t=\d+$/);
      const wait = Number(refused.headers.get("retry-after"));
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(60);
    }
  });

  test("that is blocked costs the database nothing, whatever it asks for", async () => {
    const ip = randomAddress();
    await passing(70, () => nothing(ip));
    stack.sqlEndpoint.roundTrips.length = 0;
    const { request } = stack;
    const answers = await Promise.all([
      request("/api/v1/stats", { ip }),
      request("/api/v1/plugins/none", { ip }),
      request("/api/v1/plugins/search", { json: { query: "x" }, ip }),
      request("/health/ready", { ip }),
      request("/api/v1/auth/login", { json: newAccount(), ip }),
      request("/api/v1/auth/register", { json: newAccount(), ip }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 429));
    expect(stack.sqlEndpoint.roundTrips.flatMap(({ queries }) => queries)).toEqual([]);
  });

  test("that is blocked is refused in the same words, whether the app says it or what stands before it", async () => {
    const ip = randomAddress();
    await passing(70, () => nothing(ip));
    const ofTheAnswer = ({ headers, status }: Response) => {
      const ofOneRequest = /^(?:x-request-id|ratelimit|retry-after|connection|transfer-encoding|content-length)$/;
      return [status, Object.fromEntries([...headers].filter(([name]) => !ofOneRequest.test(name)))];
    };
    const byTheApp = await stack.request("/api/v1/nothing", { ip, method: "HEAD" });
    const before = await stack.request("/api/v1/nothing", { ip });
    expect(ofTheAnswer(before)).toEqual(ofTheAnswer(byTheApp));
    const { error } = await expectError(before, 429, "rate_limited");
    expect(error).toContain(`try again in ${before.headers.get("retry-after")} seconds`);
  });

  test("that is blocked may still ask whether the registry lives, without limit", async () => {
    const ip = randomAddress();
    expect(await passing(130, () => stack.request("/health", { ip }))).toBe(130);
    await passing(70, () => nothing(ip));
    const response = await stack.request("/health", { ip });
    expect([response.status, response.headers.get("ratelimit")]).toEqual([200, null]);
  });

  test("with a bad token is counted as an address", async () => {
    const ip = randomAddress();
    expect(await passing(80, (index) => stack.request("/api/v1/plugins", { ip, token: `forged-${index}` }))).toBe(60);
    expect((await nothing(ip)).status).toBe(429);
  });
});

describe("somebody signed in", () => {
  test("has exactly 300 requests a minute, from wherever they come, and leaves the address its own", async () => {
    const person = await somebody(stack);
    const ip = randomAddress();
    const ask: Ask = (index) => person.request("/api/v1/auth/me", { ip: index % 2 === 0 ? ip : randomAddress() });
    expect(await passing(330, ask)).toBe(300);
    const refused = await ask(0);
    expect(refused.headers.get("ratelimit-policy")).toBe('"api";q=300;w=60');
    await expectError(refused, 429, "rate_limited");
    expect((await nothing(ip)).status).toBe(404);
  });
});

describe("buckets of their own, beside the general one:", () => {
  test.each([
    ["suggest", 120, (ip: string) => stack.request("/api/v1/plugins/suggest?q=none", { ip })],
    ["download", 600, (ip: string) => stack.request("/dl/none/none", { method: "HEAD", ip })],
    ["pages", 120, (ip: string) => stack.request("/docs", { ip })],
    ["api", 60, (ip: string) => stack.request("/api/v1/plugins", { ip })],
  ] as const)("%s lets %i pass a minute", async (bucket, limit, ask) => {
    const ip = randomAddress();
    expect(await passing(limit + 20, () => ask(ip))).toBe(limit);
    const refused = await ask(ip);
    expect(refused.headers.get("ratelimit-policy")).toBe(`"${bucket}";q=${limit};w=60`);
    expect((await nothing(ip)).status).toBe(bucket === "api" ? 429 : 404);
  });

  test("registering: 5 an hour for an address, counted before the body is read", async () => {
    const ip = randomAddress();
    expect(await passing(8, () => stack.request("/api/v1/auth/register", { json: {}, ip }))).toBe(5);
    const refused = await stack.request("/api/v1/auth/register", { json: newAccount(), ip });
    await expectError(refused, 429, "rate_limited");
    expect(refused.headers.get("ratelimit-policy")).toContain('"register";q=5;w=3600');
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
    expect((await nothing(ip)).status).toBe(404);
  });

  test("signing in: 10 in 5 minutes for an address, whichever accounts it tries", async () => {
    const ip = randomAddress();
    expect(await passing(14, () => stack.request("/api/v1/auth/login", { json: {}, ip }))).toBe(10);
    const refused = await stack.request("/camel/api/v1/auth/login", { json: newAccount(), ip });
    expect([refused.status, refused.headers.get("ratelimit-policy")]).toEqual([
      429,
      expect.stringContaining('"login";q=10;w=300'),
    ]);
  });

  test("signing in: 10 in 5 minutes for an account, whichever addresses try, before a password is looked at", async () => {
    const { email, password } = newAccount();
    stack.sqlEndpoint.roundTrips.length = 0;
    stack.sqlEndpoint.onRequest = async () => ({ status: 503 });
    const attempt: Ask = (index) => {
      const typed = index % 2 === 0 ? email : ` ${email.toUpperCase()}`;
      return stack.request("/api/v1/auth/login", { json: { email: typed, password }, ip: randomAddress() });
    };
    expect(await passing(14, attempt)).toBe(10);
    await expectError(await attempt(0), 429, "rate_limited");
    stack.sqlEndpoint.onRequest = undefined;
    expect(stack.sqlEndpoint.roundTrips).toHaveLength(10);
  });
});

describe("what somebody may change:", () => {
  const NOBODYS_ID = "0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90";

  const actions: [string, number, string, (person: Person) => Promise<Response>][] = [
    ["review", 10, '"review";q=10;w=3600', (person) => person.review("none", 5)],
    [
      "vote",
      60,
      '"vote";q=60;w=3600',
      (person) => person.request(`/api/v1/plugins/none/reviews/${NOBODYS_ID}/vote`, { json: { helpful: true } }),
    ],
    [
      "yank",
      100,
      '"yank";q=100;w=6000',
      (person) => person.request("/api/v1/plugins/none/versions/1.0.0/yank", { method: "DELETE" }),
    ],
  ];

  test.each(actions)("%s, %i times, then as often as its policy refills", async (_what, limit, policy, act) => {
    const [person, other] = [await somebody(stack), await somebody(stack)];
    expect(await passing(limit + 10, () => act(person))).toBe(limit);
    const refused = await act(person);
    await expectError(refused, 429, "rate_limited");
    expect(refused.headers.get("ratelimit-policy")).toContain(policy);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await act(other)).status).toBe(404);
    expect((await person.request("/api/v1/auth/me")).status).toBe(200);
  });

  test("publishing: 5 new plugins, while new versions go on to 30", { timeout: 120_000 }, async () => {
    const author = await somebody(stack);
    const names = Array.from({ length: 5 }, () => unique("limited"));
    for (const name of names) expect((await author.publish(name)).status).toBe(201);
    const sixth = await author.publish(unique("limited"));
    await expectError(sixth, 429, "rate_limited");
    expect(sixth.headers.get("ratelimit-policy")).toContain('"publish-new";q=5;w=3000');
    expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(500);

    const statuses: number[] = [];
    for (let patch = 1; patch <= 31; patch += 1) {
      statuses.push((await author.publish(names[patch % 5]!, `1.0.${patch}`)).status);
    }
    expect(countOf(statuses, 201)).toBeGreaterThanOrEqual(30);
    // One comes back each minute: a machine this slow has earned it.
    if (countOf(statuses, 201) === 30) expect(statuses.at(-1)).toBe(429);
  });

  test("a dry run and a repetition of what is there cost no publication", async () => {
    const author = await somebody(stack);
    const json = await publishBody(unique("dry"), "1.0.0");
    for (let run = 0; run < 7; run += 1) {
      expect((await author.request("/api/v1/plugins/publish?dry_run=true", { json })).status).toBe(200);
    }
    expect((await author.request("/api/v1/plugins/publish", { json })).status).toBe(201);
    for (let run = 0; run < 6; run += 1) {
      expect((await author.request("/api/v1/plugins/publish", { json })).status).toBe(200);
    }
  });
});

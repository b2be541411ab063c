import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createTestHarness } from "wrangler";
import { requester, type Requester } from "../../support/http.ts";
import { s3Credentials } from "../../support/object-store.ts";
import { type Person, publishBody, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { countOf, randomAddress } from "./support.ts";

// The whole Worker beside the shared one, on its database and bucket, with a data set and a clock that can be put forward.
const stack = inject("stack");
const harness = createTestHarness({
  root: `${import.meta.dirname}/fixtures`,
  workers: [
    {
      configPath: "metrics.wrangler.toml",
      vars: {
        S3_ENDPOINT: stack.s3Endpoint,
        SQL_ENDPOINT: stack.sqlEndpoint,
        DOWNLOAD_FLUSH_SECONDS: 600,
        RATE_LIMIT_PER_USER: 20,
      },
      secrets: {
        DATABASE_URL: stack.databaseUrl,
        JWT_SECRET: stack.jwtSecret,
        S3_ACCESS_KEY_ID: s3Credentials.accessKeyId,
        S3_SECRET_ACCESS_KEY: s3Credentials.secretAccessKey,
      },
    },
  ],
});

interface DataPoint {
  indexes: [string];
  blobs: string[];
  doubles: number[];
}
interface Line {
  event: string;
  status?: number;
  client?: string;
  bucket?: string;
  requests?: number;
}

const name = unique("counted");
let request: Requester;
let author: Person;
beforeAll(async () => {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  author = await somebody(shared());
  await author.publishes(name);
  request = requester((await harness.listen()).url.href);
});
afterAll(() => harness.close());

const linesFrom = (start: number) =>
  harness
    .getLogs()
    .slice(start)
    .map(({ message }) => message)
    .filter((message) => message.startsWith("{"))
    .map((message) => JSON.parse(message) as Line & Partial<DataPoint>);
const pointsFrom = (start: number): DataPoint[] =>
  linesFrom(start)
    .filter(({ event }) => event === "data_point")
    .map(({ indexes, blobs, doubles }) => ({ indexes, blobs, doubles }) as DataPoint);
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

const path = `/api/v1/plugins/${name}`;
const time = expect.any(Number) as number;
const aPlace = expect.stringMatching(/^[A-Z]{3}$/) as string;
const counted: [what: string, ask: (ip: string) => Promise<Response>, point: DataPoint][] = [
  [
    "a read",
    (ip) => request(path, { ip }),
    {
      indexes: ["/api/v1/plugins/:name"],
      blobs: ["request", "GET", "2xx", "", "miss", aPlace],
      doubles: [time, 1, time, 1, 0],
    },
  ],
  [
    "a read that the edge has kept",
    (ip) => request(path, { ip }),
    {
      indexes: ["/api/v1/plugins/:name"],
      blobs: ["request", "GET", "2xx", "", "hit", aPlace],
      doubles: [time, 0, 0, 1, 0],
    },
  ],
  [
    "a download",
    (ip) => request(`/dl/${name}/${name}-1.0.0.wasm`, { ip }),
    { indexes: ["/dl/:name/:file"], blobs: ["request", "GET", "2xx", "", "", aPlace], doubles: [time, 1, time, 2, 1] },
  ],
  [
    "a publication",
    () => publishes(unique("counted-too")),
    {
      indexes: ["/api/v1/plugins/publish"],
      blobs: ["request", "POST", "2xx", "", "", aPlace],
      doubles: [time, 3, time, 2, 2],
    },
  ],
  [
    "a refusal",
    (ip) => request("/api/v1/auth/me", { ip }),
    {
      indexes: ["/api/v1/auth/me"],
      blobs: ["request", "GET", "4xx", "authentication_required", "", aPlace],
      doubles: [time, 0, 0, 1, 0],
    },
  ],
  [
    "an address that is none",
    (ip) => request(`/api/v1/${name}`, { ip }),
    { indexes: ["(none)"], blobs: ["request", "GET", "4xx", "not_found", "", aPlace], doubles: [time, 0, 0, 1, 0] },
  ],
];

async function publishes(plugin: string): Promise<Response> {
  return request("/api/v1/plugins/publish", { json: await publishBody(plugin, "1.0.0"), token: author.token });
}

test.each(counted)(
  "%s leaves one data point: its route, what came of it and what it cost",
  async (_what, ask, point) => {
    const start = harness.getLogs().length;
    await (await ask(randomAddress())).arrayBuffer();
    await expect.poll(() => pointsFrom(start)).toEqual([point]);
  },
);

test("what is sent again without asking the limiter is counted too", async () => {
  const ip = randomAddress();
  await (await request(path, { ip })).arrayBuffer();
  const start = harness.getLogs().length;
  const etag = (await request(path, { ip })).headers.get("etag")!;
  expect((await request(path, { ip, headers: { "if-none-match": etag } })).status).toBe(304);
  const point = { indexes: ["/api/v1/plugins/:name"], doubles: [time, 0, 0, 0, 0] };
  await expect
    .poll(() => pointsFrom(start))
    .toEqual([
      { ...point, blobs: ["request", "GET", "2xx", "", "hit", aPlace] },
      { ...point, blobs: ["request", "GET", "3xx", "", "hit", aPlace] },
    ]);
});

test("of a client that is blocked one line and two data points tell, by a name that is not its address", async () => {
  const [ip, start] = [randomAddress(), harness.getLogs().length];
  const ask = () => request("/api/v1/nothing", { ip });
  const statuses: number[] = [];
  for (let asked = 0; asked < 100; asked += 1) statuses.push((await ask()).status);
  expect(countOf(statuses, 429)).toBe(40);
  const ofRefused = () =>
    linesFrom(start).filter(({ event, client }) => event !== "data_point" && client !== undefined);
  const client = expect.stringMatching(/^ip:[\w-]{16}$/) as string;
  await expect.poll(ofRefused).toMatchObject([{ event: "request", status: 429, client, bucket: "api_ip" }]);
  expect(linesFrom(start).filter(({ status }) => status === 429)).toHaveLength(1);

  // Whoever comes when the block is over brings the count along.
  expect((await request("/health", { ip: randomAddress(), headers: { "x-later-ms": "61000" } })).status).toBe(200);
  await expect.poll(ofRefused).toHaveLength(2);
  const [first, last] = ofRefused();
  expect(last).toMatchObject({ event: "refused", client: first!.client, bucket: "api_ip", requests: 39 });
  const points = pointsFrom(start).filter(({ blobs }) => blobs[0] === "refused");
  expect(points.map(({ indexes, blobs }) => [...indexes, ...blobs])).toEqual(
    Array.from({ length: 2 }, () => [first!.client, "refused", "api_ip"]),
  );
  expect(sum(points.map(({ doubles }) => doubles[0]!))).toBe(40);
  expect(JSON.stringify(linesFrom(start))).not.toContain(ip);
  expect((await ask()).status).toBe(404);
});

test("an account that is blocked is told of by its id", async () => {
  const [somebodyElse, start] = [await somebody(shared()), harness.getLogs().length];
  const ask = () => request("/api/v1/auth/me", { token: somebodyElse.token });
  const statuses: number[] = [];
  for (let asked = 0; asked < 25; asked += 1) statuses.push((await ask()).status);
  expect(countOf(statuses, 200)).toBe(20);
  const told = () => linesFrom(start).filter(({ client }) => client !== undefined);
  await expect.poll(told).toMatchObject([{ event: "request", client: `user:${somebodyElse.id}`, bucket: "api_user" }]);
});

test("a data set that fails changes no answer, and is complained of once", async () => {
  const start = harness.getLogs().length;
  const headers = { "x-broken-metrics": "yes" };
  for (let asked = 0; asked < 3; asked += 1) {
    expect((await request(path, { headers, ip: randomAddress() })).status).toBe(200);
  }
  const complaints = () => linesFrom(start).filter(({ event }) => event === "metrics_failed");
  await expect.poll(complaints).toHaveLength(1);
});

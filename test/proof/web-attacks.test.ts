import { request as rawRequest } from "node:http";
import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import { ask, filledPath } from "../support/access/ask.ts";
import { allRoutes, type Route } from "../support/access/routes.ts";
import { newScene, type Scene } from "../support/access/scene.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { proves, times } from "../support/proof.ts";

const READS = allRoutes().filter(({ method }) => method === "GET");
const AT_ONCE = { concurrency: 8 };

let stack: PrivateStack;
let scene: Scene;
beforeAll(async () => {
  stack = await startStack({
    vars: { RATE_LIMIT_MULTIPLIER: 100_000, EDGE_CACHE_SECONDS: 60, DOWNLOAD_FLUSH_SECONDS: 600 },
  });
  scene = await newScene(stack, { crowded: true });
  // Pages say how long ago something was: three days do not change while a test runs, nor do downloads that wait.
  await stack.sql`update plugin_versions set published_at = published_at - interval '3 days 1 hour'`;
  await stack.sql`update reviews set created_at = created_at - interval '3 days 1 hour'`;
  await stack.sql`update plugins set created_at = created_at - interval '3 days 1 hour', updated_at = updated_at - interval '3 days 1 hour'`;
});
afterAll(() => stack.close());

proves("no answer can be framed, nor taken for another type: every route that is read, whoever asks", async (tally) => {
  const askers = [undefined, scene.people.owner.token, scene.people.admin.token, "no.session.this"];
  const asked = READS.flatMap((route) => askers.map((shown) => ({ route, shown })));
  await pMap(
    asked,
    async ({ route, shown }) => {
      const { headers } = await ask(scene, route, {}, shown);
      tally.tried += 1;
      const policy = headers.get("content-security-policy") ?? "";
      expect([route.path, headers.get("x-frame-options"), headers.get("x-content-type-options")]).toEqual([
        route.path,
        "DENY",
        "nosniff",
      ]);
      expect([route.path, policy]).toEqual([route.path, expect.stringContaining("frame-ancestors 'none'")]);
      expect([route.path, policy]).toEqual([route.path, expect.not.stringMatching(/unsafe|\*/)]);
    },
    AT_ONCE,
  );
});

proves("what somebody else has made is saved as a file, never shown: downloads and SBOM", async (tally) => {
  const files = READS.filter(({ path }) => /\/(?:download|sbom|sbom-signature|:file)$/.test(path));
  for (const route of files) {
    const { status, headers } = await ask(scene, route, {}, undefined);
    tally.tried += 1;
    expect([route.path, status, headers.get("content-type")]).toEqual([
      route.path,
      200,
      expect.stringMatching(/^application\/(?:wasm|octet-stream)$/),
    ]);
    expect([route.path, headers.get("content-disposition") ?? "attachment"]).toEqual([
      route.path,
      expect.stringMatching(/^attachment(?:; filename="[a-z0-9.-]+")?$/),
    ]);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  }
  expect(files.length).toBeGreaterThanOrEqual(7);
});

const EVIL = "evil.example";
/** Headers that some server or framework takes for the address, the visitor or the method; no cache has them in its key. */
const UNKEYED: Record<string, string> = {
  "x-forwarded-host": EVIL,
  "x-forwarded-server": EVIL,
  "x-host": EVIL,
  "x-http-host-override": EVIL,
  "x-original-host": EVIL,
  forwarded: `host=${EVIL};proto=http`,
  "x-forwarded-proto": "http",
  "x-forwarded-scheme": "http",
  "x-forwarded-prefix": `//${EVIL}`,
  "x-forwarded-port": "1234",
  "x-original-url": `/login?next=//${EVIL}`,
  "x-rewrite-url": `/login?next=//${EVIL}`,
  "x-http-method-override": "DELETE",
  "x-method-override": "DELETE",
  "accept-language": `${EVIL}, de`,
  accept: `text/${EVIL}`,
  "user-agent": `<script src=//${EVIL}></script>`,
  referer: `https://${EVIL}/`,
  origin: `https://${EVIL}`,
  "x-wap-profile": `https://${EVIL}/`,
  "cf-connecting-ip": "203.0.113.77",
  "x-forwarded-for": EVIL,
  "transfer-encoding-hint": EVIL,
  via: EVIL,
  cookie: `__Host-notice=${EVIL}; theme=${EVIL}; __Host-form=${EVIL}`,
};

/** One at a time, or in a hurry all at once. */
const POISONS: [name: string, headers: Record<string, string>][] =
  times({ proof: 1, test: 0 }) === 1
    ? Object.entries(UNKEYED).map(([name, value]) => [name, { [name]: value }])
    : [["all", UNKEYED]];

const textOf = async (response: Response) =>
  `${response.status} ${Buffer.from(await response.arrayBuffer()).toString("latin1")}`;
/** What belongs to one request alone. */
const PER_REQUEST = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|name="form_token" value="[^"]*"/g;
const told = (text: string) => text.replaceAll(PER_REQUEST, "");

proves("nothing of a request but its address changes what everybody is served", async (tally) => {
  await pMap(
    READS,
    async (route) => {
      const path = filledPath(scene, route.path);
      const at = (noise: string) => `${path}?noise=${noise}`;
      const clean = told(await textOf(await stack.request(at("1")))).replaceAll("noise=1", "");
      for (const [name, headers] of POISONS) {
        const noise = name.replaceAll("-", "");
        const poisoned = await stack.request(at(noise), { headers });
        const shown = JSON.stringify([...poisoned.headers]) + (await textOf(poisoned));
        const next = await stack.request(at(noise));
        const served = JSON.stringify([...next.headers]) + (await textOf(next.clone()));
        tally.tried += 1;
        for (const text of [shown, served])
          expect([route.path, name, text.includes(EVIL)]).toEqual([route.path, name, false]);
        const body = told(await textOf(next)).replaceAll(`noise=${noise}`, "");
        expect([route.path, name, body]).toEqual([route.path, name, clean]);
      }
    },
    AT_ONCE,
  );
});

proves("another Host is another address: what it is served, nobody else gets", async (tally) => {
  const withHost = (path: string, host: string) =>
    new Promise<string>((resolve, reject) => {
      const sent = rawRequest(new URL(path, stack.url), { headers: { host } }, (answer) => {
        let body = "";
        answer.setEncoding("latin1").on("data", (part: string) => (body += part));
        answer.on("end", () => resolve(body));
      });
      sent.on("error", reject).end();
    });
  const { host } = new URL(stack.url);
  const hosts = [EVIL, `${host}.${EVIL}`, `${EVIL}:80`, `${host}@${EVIL}`, `${EVIL}#${host}`];
  await pMap(
    READS,
    async (route) => {
      const path = `${filledPath(scene, route.path)}?host=1`;
      for (const hostile of hosts) {
        await withHost(path, hostile);
        tally.tried += 1;
        expect([route.path, hostile, (await withHost(path, host)).includes(EVIL)]).toEqual([
          route.path,
          hostile,
          false,
        ]);
      }
    },
    AT_ONCE,
  );
});

const SCRIPT = `"'><script>alert(1)</script>`;
const INJECTED = "x\r\nX-Injected: yes\r\nSet-Cookie: injected=yes";
const parametersOf = ({ path }: Route) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);

proves("what is written into an address becomes no script, no header and no way to another site", async (tally) => {
  const hostile = [
    SCRIPT,
    INJECTED,
    `//${EVIL}`,
    `/\\${EVIL}`,
    `https://${EVIL}`,
    "javascript:alert(1)",
    "..%2f..",
    "\0",
  ];
  const queries = ["next", "q", "before", "after", "sort", "tags", "page", "days", "badge", "from"];
  const addresses = READS.flatMap((route) =>
    hostile.flatMap((text) => {
      const encoded = encodeURIComponent(text);
      const query = queries.map((name) => `${name}=${encoded}`).join("&");
      const filled = parametersOf(route).map((name) => filledPath(scene, route.path, { [name]: encoded }));
      return [`${filledPath(scene, route.path)}?${query}`, ...filled];
    }),
  );
  await pMap(
    addresses,
    async (address) => {
      for (const token of [undefined, scene.people.admin.token]) {
        const response = await stack.request(address, {
          headers: token === undefined ? {} : { cookie: `__Host-session=${token}` },
        });
        const text = await response.text();
        tally.tried += 1;
        expect([address, response.status < 500]).toEqual([address, true]);
        const isText = /html|xml/.test(response.headers.get("content-type") ?? "");
        expect([address, isText && text.includes("<script>alert")]).toEqual([address, false]);
        expect([address, response.headers.get("x-injected")]).toEqual([address, null]);
        expect([address, response.headers.getSetCookie().join().includes("injected")]).toEqual([address, false]);
        const to = new URL(response.headers.get("location") ?? "/", stack.url);
        expect([address, to.host]).toEqual([address, new URL(stack.url).host]);
        expect([address, /(?:href|src|action)="(?:javascript:|\/\/|\/\\|https:\/\/evil)/.test(text)]).toEqual([
          address,
          false,
        ]);
      }
    },
    AT_ONCE,
  );
});

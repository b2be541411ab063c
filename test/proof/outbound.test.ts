import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pMap from "p-map";
import { afterAll, beforeAll, expect } from "vitest";
import { ask, filledPath } from "../support/access/ask.ts";
import { RULES } from "../support/access/requests.ts";
import { allRoutes } from "../support/access/routes.ts";
import { newScene, type Scene } from "../support/access/scene.ts";
import { type PrivateStack, startStack } from "../support/stack.ts";
import { publishBody, unique } from "../support/people.ts";
import { proves } from "../support/proof.ts";

/** Hosts that the Worker has sent something to, and how often. */
const contacted = new Map<string, number>();
/** What arrived at an address of the visitor's choice. */
const arrived: string[] = [];
let trap: Server;
let trapped: string;
let stack: PrivateStack;
let scene: Scene;
beforeAll(async () => {
  trap = createServer((request, response) => {
    arrived.push(request.url ?? "");
    response.end("{}");
  });
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  trapped = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  stack = await startStack({
    vars: { RATE_LIMIT_MULTIPLIER: 100_000, DOWNLOAD_FLUSH_SECONDS: 0.1 },
    onOutbound: (host) => void contacted.set(host, (contacted.get(host) ?? 0) + 1),
  });
  scene = await newScene(stack, { crowded: true });
});
afterAll(async () => {
  await stack.close();
  await new Promise((resolve) => trap.close(resolve));
});

/** Everything that anybody may write, with an address of theirs in it. */
async function writeAddresses(): Promise<void> {
  const { owner, reviewer, user } = scene.people;
  const at = (what: string) => `${trapped}/${what}`;
  const readme = `![a](${at("image")}) [b](${at("link")}) <img src="${at("html")}"> <${at("auto")}>`;
  const json = {
    ...(await publishBody(scene.plugin, "1.1.0")),
    description: `See ${at("description")}`,
    repository: at("repository").replace("http:", "https:"),
    homepage: at("homepage"),
    readme,
    manifest: { id: scene.plugin, version: "1.1.0", url: at("manifest"), schema: { $ref: at("ref") } },
  };
  const published = await owner.request("/api/v1/plugins/publish", { json });
  expect(published.status, await published.text()).toBe(201);
  const review = `/api/v1/plugins/${scene.plugin}/reviews/${scene.reviewId}`;
  const written = [
    reviewer.request(review, {
      method: "PATCH",
      json: { title: at("title"), comment: `Read ${at("comment")} first.` },
    }),
    owner.request(`${review}/response`, { method: "PUT", json: { text: at("response") } }),
    owner.request(`/api/v1/plugins/${scene.plugin}/deprecation`, { method: "PUT", json: { message: at("message") } }),
    user.request("/api/v1/tokens", { json: { name: at("token"), scopes: ["yank"] } }),
    owner.publish(unique("callback"), "1.0.0", { upload_url: at("upload"), callback: at("callback") }),
  ];
  for (const response of await Promise.all(written)) expect(response.ok, await response.text()).toBe(true);
}

proves(
  "nothing is ever fetched from an address that somebody has written: only the database and the storage are",
  async (tally) => {
    await writeAddresses();
    const encoded = encodeURIComponent(trapped);
    const headers = {
      origin: trapped,
      referer: trapped,
      "x-forwarded-host": trapped.slice(7),
      "x-callback-url": trapped,
    };
    await pMap(
      allRoutes(),
      async (route) => {
        const rule = [RULES[route.key] ?? []].flat()[0];
        const query = `url=${encoded}&next=${encoded}&q=${encoded}&from=${encoded}&redirect=${encoded}`;
        for (const shown of [undefined, scene.people.otherOwner.token]) {
          // A visitor's or a stranger's form is sent too; what it may not do is not what counts here.
          await (await ask(scene, route, { ...(await rule?.sends?.(scene)), query }, shown)).arrayBuffer();
          tally.tried += 1;
        }
        const params = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [name!, encoded]);
        const path = filledPath(scene, route.path, Object.fromEntries(params) as Record<string, string>);
        await (await stack.request(path, { method: route.method, headers })).arrayBuffer();
        tally.tried += 1;
      },
      { concurrency: 8 },
    );
    const ours = [stack.sqlEndpoint.url, stack.s3.url].map((url) => new URL(url).host);
    const others = [...contacted.keys()].filter((host) => !ours.includes(host));
    tally.failed = others.length + arrived.length;
    tally.remark = `${[...contacted.values()].reduce((a, b) => a + b, 0)} requests left, all to the database and the storage`;
    expect({ others, arrived }).toEqual({ others: [], arrived: [] });
    // Both are seen: the eye is where requests leave.
    for (const host of ours) expect(contacted.get(host)).toBeGreaterThan(0);
  },
);

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { publishBody, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";

test("somebody registers, publishes a module, finds, reads, downloads and reviews it, and an admin verifies it", async () => {
  const { request, ...stack } = shared();
  const username = unique("author");
  const account = { username, email: `${username}@example.com`, password: "correct horse battery" };
  const registered = await request("/api/v1/auth/register", { json: account, ip: "198.51.100.1" });
  expect(registered.status).toBe(201);
  const { token } = (await registered.json()) as { token: string };

  const name = unique("journey");
  const body = await publishBody(name, "1.0.0");
  const published = await request("/api/v1/plugins/publish", { token, json: body });
  expect([published.status, await published.json()]).toMatchObject([201, { success: true }]);

  const found = await request("/api/v1/plugins/search", { json: { query: name } });
  expect(await found.json()).toMatchObject({ total: 1, plugins: [{ name, version: "1.0.0" }] });

  const details = (await (await request(`/api/v1/plugins/${name}`)).json()) as { versions: { download_url: string }[] };
  const download = await request(details.versions[0]!.download_url);
  expect(download.status).toBe(200);
  const bytes = new Uint8Array(await download.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(body.checksum);

  const reviewer = await somebody({ request, ...stack });
  expect((await reviewer.review(name, 5)).status).toBe(201);
  const admin = await somebody({ request, ...stack }, { isAdmin: true });
  const verified = await admin.request(`/api/v1/admin/plugins/${name}/verify`, { json: { verified: true } });
  expect(verified.status).toBe(200);

  const seen = await admin.request(`/api/v1/plugins/${name}`);
  expect(await seen.json()).toMatchObject({ rating: 5, reviews_count: 1, badges: ["verified", "maintained"] });
});

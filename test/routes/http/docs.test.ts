import { expect, test } from "vitest";
import { operations } from "../../../src/contract/openapi/index.ts";
import { shared } from "../../support/stack.ts";

const { request, url } = shared();
const { origin } = new URL(url);

test("/docs/try is a page whose scripts and styles are here and whose policy lets them run", async () => {
  const response = await request("/docs/try");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^text\/html/)]);
  const policy = response.headers.get("content-security-policy") ?? "";
  for (const directive of ["script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(directive);
  }
  expect(policy).not.toMatch(/unsafe|http:/);

  const html = await response.text();
  const parts = [...html.matchAll(/<(?:script|link)[^>]*? (?:src|href)="([^"]+\.(?:js|css|svg))"/g)].map(
    ([, address]) => address!,
  );
  expect(parts.length).toBeGreaterThanOrEqual(3);
  for (const part of parts) {
    expect(part).toMatch(/^\//);
    const asset = await request(part);
    expect([part, asset.status]).toEqual([part, 200]);
    expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
  // Nothing inline: the policy would stop it.
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=/i);
});

test("the page renders the document of this registry", async () => {
  const script = await (await request("/docs/init.js")).text();
  const [, address = ""] = /url: "([^"]+)"/.exec(script) ?? [];
  const response = await request(address);
  expect([response.status, await response.json()]).toMatchObject([200, { openapi: expect.stringMatching(/^3\.1/) }]);
});

test("/docs tells of every route, without a script", async () => {
  const html = await (await request("/docs")).text();
  for (const { id, path } of operations) {
    expect(html).toContain(`id="${id}"`);
    expect(html).toContain(`<code>${path}</code>`);
  }
  expect(html).toContain("<code>min_rating</code>");
  expect(html).not.toContain("swagger");
});

test.each([
  ["/docs/", "/docs"],
  ["/plugins/some-plugin//?tab=versions", "/plugins/some-plugin?tab=versions"],
])("%s is a page's address with a slash too many, and leads there", async (path, page) => {
  for (const method of ["GET", "HEAD"]) {
    const response = await request(path, { method });
    expect([method, response.status, response.headers.get("location")]).toEqual([method, 301, page]);
  }
});

test.each(["//", "//example.org/", "//docs/", "/nothing-here/", "/api/v1/plugins/"])(
  "%s leads nowhere",
  async (path) => {
    expect((await fetch(origin + path, { redirect: "manual" })).status).toBe(404);
  },
);

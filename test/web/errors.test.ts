import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderError } from "#api/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { RegistryError } from "#lib/errors.ts";
import { showError } from "#web/index.ts";
import { launchBrowser } from "../../scripts/browser/launch.ts";
import { complaintsOf, expectNoSeriousAxe, sidewaysScroll, visitor } from "../support/browser.ts";
import { type PrivateStack, shared, startStack } from "../support/stack.ts";
import { openForm, sendForm } from "./support.ts";

const { request, url } = shared();

describe("an error is a page where people read, and JSON where programs do", () => {
  test.each([
    ["GET", "/nothing", 404, "text/html"],
    ["GET", "/plugins/%00", 404, "text/html"],
    ["DELETE", "/", 405, "text/html"],
    ["GET", "/logout", 405, "text/html"],
    ["GET", "/api/nothing", 404, "application/json"],
    ["POST", "/health", 405, "application/json"],
  ])("%s %s", async (method, path, status, type) => {
    for (const accept of ["text/html", "application/json", "*/*"]) {
      const response = await request(path, { method, headers: { accept } });
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toContain(type);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await response.text()).toContain(response.headers.get("x-request-id"));
    }
  });

  test("a page's 405 says what the address takes", async () => {
    const response = await request("/login", { method: "PUT" });
    expect(response.headers.get("allow")).toBe("HEAD, GET, POST");
  });

  test("what was asked for is shown as text", async () => {
    const html = await (await request("/plugins/%3Cscript%3Ealert(1)%3C%2Fscript%3E")).text();
    expect(html).not.toContain("<script>alert");
  });
});

test("a page that says what went wrong is as easy to use as any other, in both themes and on a telephone", async () => {
  const browser = await launchBrowser();
  const context = await visitor(browser, url, { width: 320 });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto("/nothing");
  await expectNoSeriousAxe(page);
  expect(await sidewaysScroll(page)).toBe(0);
  // The browser notes the 404 itself, and nothing else.
  expect(complaints).toEqual([expect.stringContaining("404")]);
  await browser.close();
});

describe("while the database is away", () => {
  let stack: PrivateStack;
  beforeAll(async () => {
    stack = await startStack({ assets: true });
  });
  afterAll(() => stack.close());
  const databaseIsAway = () => void (stack.sqlEndpoint.onRequest = async () => "reset");
  const databaseIsBack = () => void (stack.sqlEndpoint.onRequest = undefined);
  const retryOf = (html: string) => /href="([^"]*)">\s*Try again/.exec(html)?.[1];

  test("a page says when to try again, and leads to its own address and nowhere else", async () => {
    databaseIsAway();
    for (const [path, retry] of [
      ["/search?q=a%26b&page=2", "/search?q=a%26b&amp;page=2"],
      ["//example.com/plugins", undefined],
      ["/nothing", undefined],
    ] as const) {
      const response = await fetch(stack.url.replace(/\/$/, "") + path);
      const html = await response.text();
      expect([path, retryOf(html)]).toEqual([path, retry]);
      if (retry) expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    }
  });

  test("a form that may have been taken is not offered to be sent again", async () => {
    databaseIsBack();
    const form = await openForm(stack.request, "/login");
    databaseIsAway();
    const fields = { email: "a@example.com", password: "correct horse battery" };
    const response = await sendForm(stack.request, stack.url, "/login", form, fields);
    expect([response.status, retryOf(await response.text())]).toEqual([503, undefined]);
  });

  test("trying again shows the page when the database is back, in both themes and on a telephone", async () => {
    const browser = await launchBrowser();
    const context = await visitor(browser, stack.url, { width: 320 });
    const page = await context.newPage();
    databaseIsAway();
    await page.goto("/tags?page=1");
    await expectNoSeriousAxe(page);
    expect(await sidewaysScroll(page)).toBe(0);
    databaseIsBack();
    await page.getByRole("link", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "Tags" }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/tags?page=1");
    await browser.close();
  });
});

test("when to come back is what the error says, and otherwise five seconds", async () => {
  const when = async (error: RegistryError) => {
    const app = new Hono<HttpEnv>().get("/api", (c) => renderError(c, error)).get("/page", (c) => showError(c, error));
    const [api, web] = [await app.request("/api"), await app.request("/page")];
    return [api.headers.get("retry-after"), web.headers.get("retry-after")];
  };
  expect(await when(new RegistryError("busy", { headers: { "Retry-After": "60" } }))).toEqual(["60", "60"]);
  expect(await when(new RegistryError("busy"))).toEqual(["5", "5"]);
  expect(await when(new RegistryError("internal"))).toEqual([null, null]);
});

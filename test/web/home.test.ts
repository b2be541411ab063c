import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../../scripts/browser/launch.ts";
import { complaintsOf, expectNoSeriousAxe, expectToFitAnyScreen, visitor } from "../support/browser.ts";
import { somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";

const stack = shared();
const { request, url } = stack;
const plugin = unique("front");
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  await (await somebody(stack)).publishes(plugin);
});
afterAll(() => browser?.close());

describe("GET /", () => {
  test("shows the registry's numbers and its newest plugin, in one round trip", async () => {
    const response = await request("/");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(response.headers.get("server-timing")).toMatch(/desc="1"$/);
    const html = await response.text();
    expect(html).toContain(`href="/plugins/${plugin}"`);
    expect(html).toMatch(/<dt>downloads<\/dt><dd>[\d,]+<\/dd>/);
    expect(html).toContain('href="/categories/observability"');
  });

  test("a HEAD has the headers and no body", async () => {
    const response = await request("/", { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });

  test("nobody may frame it, and it may run and load only what is ours", async () => {
    const { headers } = await request("/");
    const policy = headers.get("content-security-policy")!;
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  });
});

test("in both themes axe finds nothing serious, the browser refuses nothing, and any screen is wide enough", async () => {
  const context = await visitor(browser, url);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto("/");
  await expectNoSeriousAxe(page);
  await expectToFitAnyScreen(page);
  expect(complaints).toEqual([]);
  await context.close();
});

describe("the search box", () => {
  test("suggests while one types, and opens what the keyboard chooses", async () => {
    const context = await visitor(browser, url);
    const page = await context.newPage();
    await page.goto("/");
    const box = page.getByRole("combobox", { name: "Search plugins" });
    await box.fill(plugin.slice(0, -2));
    const option = page.getByRole("option", { name: plugin });
    await option.waitFor();
    expect(await box.getAttribute("aria-expanded")).toBe("true");
    await box.press("ArrowDown");
    expect(await option.getAttribute("aria-selected")).toBe("true");
    expect(await box.getAttribute("aria-activedescendant")).toBe(await option.getAttribute("id"));
    await box.press("Escape");
    expect(await page.getByRole("listbox").isVisible()).toBe(false);
    await box.pressSequentially(plugin.slice(-2, -1));
    await option.waitFor();
    await box.press("ArrowUp");
    await box.press("Enter");
    await page.waitForURL(`**/plugins/${plugin}`);
    await context.close();
  });

  test("is a plain form without JavaScript", async () => {
    const context = await visitor(browser, url, { javaScript: false });
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("searchbox", { name: "Search plugins" }).fill("two words");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL("**/search?q=two+words");
    await context.close();
  });
});

test("the theme that is chosen stays, and the system's own is no choice", async () => {
  const context = await visitor(browser, url);
  const page = await context.newPage();
  await page.goto("/");
  const shown = () => page.evaluate("getComputedStyle(document.documentElement).colorScheme");
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  expect(await shown()).toBe("dark");
  await page.reload();
  expect(await shown()).toBe("dark");
  await page.getByRole("button", { name: "Switch to the light theme" }).click();
  expect(await page.evaluate("localStorage.length")).toBe(0);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Switch to the light theme" }).waitFor();
  await context.close();
});

import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../../scripts/browser/launch.ts";
import {
  complaintsOf,
  expectNoSeriousAxe,
  expectToFitAnyScreen,
  visitor,
  type VisitorOptions,
} from "../../support/browser.ts";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const { request, url } = stack;
const name = unique("seen");
const SECTIONS = ["readme", "security", "versions", "dependencies", "reviews"];
const README =
  "# How\n\n```yaml\nplugins:\n  - id: a-very-long-line-that-is-wider-than-any-telephone-in-the-world: 1\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n[up](#how)\n";
const KIB = 1024;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  const [owner, reader] = await Promise.all([somebody(stack), somebody(stack)]);
  await owner.publishes(name, "1.0.0", { readme: README });
  await owner.publishes(name, "1.1.0", { readme: README });
  await reader.reviews(name, 3);
});
afterAll(() => browser?.close());

async function open(path: string, options: VisitorOptions, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await visitor(browser, url, options);
  const page = await context.newPage();
  await page.goto(path);
  await look(page);
  await context.close();
}

test.each([...SECTIONS.map((id) => `/plugins/${name}#${id}`), `/plugins/${name}/compare/1.0.0...1.1.0`])(
  "axe finds nothing serious in both themes, and any screen is wide enough: %s",
  async (path) => {
    await open(path, {}, async (page) => {
      await expectNoSeriousAxe(page);
      await expectToFitAnyScreen(page);
    });
  },
);

test("the browser refuses nothing, and nothing moves once it is there", async () => {
  const context = await visitor(browser, url);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`/plugins/${name}`, { waitUntil: "networkidle" });
  const moved = await page.evaluate<number>(`new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
      .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(0), 300);
  })`);
  expect(moved).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([true, false])("one section is shown at a time, whether scripts run (%s) or not", async (javaScript) => {
  await open(`/plugins/${name}`, { javaScript }, async (page) => {
    const shown = async () => {
      const visible = await Promise.all(SECTIONS.map((id) => page.locator(`#${id}`).isVisible()));
      return SECTIONS.filter((_, index) => visible[index]);
    };
    expect(await shown()).toEqual(["readme"]);
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Versions" }).click();
    expect(await shown()).toEqual(["versions"]);
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "README" }).click();
    await page.getByRole("link", { name: "up" }).click();
    expect(await shown()).toEqual(["readme"]);
  });
});

test("a command is copied by its button, which says so", async () => {
  const context = await visitor(browser, url);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  await page.goto(`/plugins/${name}`);
  await page.getByRole("button", { name: "Copy: Install with this registry's command" }).press("Enter");
  await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(`mockforge-registry install ${name}`);
  await context.close();
});

test("the page, its styles and its scripts have at most 60 KiB, as they travel", async () => {
  const html = await (await request(`/plugins/${name}`)).text();
  const parts = [...html.matchAll(/<(?:script|link)[^>]*? (?:src|href)="(\/static\/[^"]+)"/g)].map(([, path]) => path!);
  expect(parts.length).toBeGreaterThanOrEqual(3);
  const texts = await Promise.all(parts.map(async (path) => (await request(path)).text()));
  const sizes = [html, ...texts].map((text) => gzipSync(text).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60 * KIB);
});

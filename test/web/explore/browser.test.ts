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
import { somebody, uniqueWord } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";

const stack = shared();
const word = uniqueWord();
const [first, second] = [`${word}-first`, `${word}-second`];
const paths = [
  `/search?q=${word}`,
  `/search?q=${word}&category=other`,
  "/plugins?page=-1",
  "/categories",
  "/categories/auth",
  "/tags",
  "/tags/signed-tokens",
  "/stats",
  "/guide",
  "/docs",
];
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  const [owner, reader] = await Promise.all([somebody(stack), somebody(stack)]);
  await owner.publishes(first, "1.0.0", { category: "auth", tags: ["signed-tokens", "a-tag-as-long-as-one"] });
  await owner.publishes(second, "1.0.0", { category: "testing" });
  await reader.reviews(first, 4);
  paths.push(`/users/${owner.username}`, `/users/${reader.username}`);
});
afterAll(() => browser?.close());

type Look = (page: Page, complaints: string[]) => Promise<void>;

async function open(path: string, options: VisitorOptions, look: Look): Promise<void> {
  const context = await visitor(browser, stack.url, options);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(path);
  await look(page, complaints);
  await context.close();
}

test("in both themes axe finds nothing serious, the browser refuses nothing, and any screen is wide enough", async () => {
  for (const path of paths) {
    await open(path, {}, async (page, complaints) => {
      await expectNoSeriousAxe(page);
      await expectToFitAnyScreen(page);
      // The browser itself notes each answer of 400.
      expect(complaints.filter((complaint) => !complaint.includes("status of 400"))).toEqual([]);
    });
  }
}, 60_000);

test("by keyboard alone: search, narrow, open", async () => {
  await open("/plugins", {}, async (page) => {
    const tabTo = async (name: string) => {
      const focused = page.locator(":focus").filter({ hasText: name });
      for (let presses = 0; presses < 80 && (await focused.count()) === 0; presses += 1)
        await page.keyboard.press("Tab");
    };
    await page.getByRole("combobox", { name: "Search plugins" }).focus();
    await page.keyboard.type(word);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/search?q=${word}`);
    await tabTo("Authentication");
    await page.keyboard.press("Enter");
    await page.waitForURL("**category=auth");
    await tabTo(first);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/plugins/${first}`);
  });
});

test("without JavaScript the form searches, filters narrow, and a new search keeps them", async () => {
  await open("/plugins", { javaScript: false, width: 375 }, async (page) => {
    await page.getByRole("searchbox", { name: "Search plugins" }).fill(word);
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(`**/search?q=${word}`);
    await page.getByText("Narrow the results").click();
    await page.getByRole("link", { name: "Testing 1" }).click();
    await page.waitForURL("**category=testing");
    expect(await page.getByRole("heading", { level: 2, name: second }).isVisible()).toBe(true);
    await page.getByRole("searchbox", { name: "Search plugins" }).fill(`${word} second`);
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(`**/search?q=${word}+second&category=testing`);
    await page.getByRole("link", { name: "Remove the filter Testing" }).click();
    await page.waitForURL(`**/search?q=${word}+second`);
  });
});

test("feeds and sitemaps are well-formed XML, whatever people write", async () => {
  const author = await somebody(stack);
  const name = `${word}-feed`;
  const description = `Not <b>bold</b> & "quoted" ]]> \u0001\uFFFE 🦊`;
  await author.publishes(name, "1.0.0", { description });
  await author.publishes(name, "1.1.0", { description });
  await author.request(`/api/v1/plugins/${name}/versions/1.0.0/yank`, { method: "DELETE" });
  await open("/guide", {}, async (page) => {
    const read = async (path: string, selector: string) => {
      const response = await stack.request(path);
      expect(response.headers.get("content-type")).toMatch(/^application\/(atom\+)?xml; charset=utf-8$/i);
      return page.evaluate<string[]>(`(() => {
        const document = new DOMParser().parseFromString(${JSON.stringify(await response.text())}, "application/xml");
        const broken = document.querySelector("parsererror");
        return broken ? [broken.textContent] : [...document.querySelectorAll("${selector}")].map((node) => node.textContent);
      })()`);
    };
    const own = `/plugins/${name}/feed.xml`;
    expect(await read(own, "entry > title")).toEqual([`${name} 1.1.0`, `${name} 1.0.0 (yanked)`]);
    expect(await read(own, "entry > summary")).toContain(`Not <b>bold</b> & "quoted" ]]>  🦊`);
    expect(await read(own, "feed > id")).toEqual([new URL(own, stack.url).href]);
    expect(await read("/feed.xml", "entry > title")).toContain(`${name} 1.1.0`);
    const parts = await read("/sitemap.xml", "sitemap > loc");
    expect(parts[0]).toBe(new URL("/sitemap-pages.xml", stack.url).href);
    expect(await read("/sitemap-pages.xml", "url > loc")).toContain(new URL("/categories/auth", stack.url).href);
    expect(parts.length).toBeGreaterThan(1);
    expect(await read(`/sitemap-plugins.xml?from=${name}`, "url > loc")).toContain(
      new URL(`/plugins/${name}`, stack.url).href,
    );
  });
});

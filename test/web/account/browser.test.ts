import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../../../scripts/browser/launch.ts";
import { complaintsOf, expectNoSeriousAxe, sidewaysScroll, visitor } from "../../support/browser.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { aPackage } from "./packages.ts";

const stack = shared();
const { url, sql } = stack;
const name = unique("managed");
let browser: Browser;
let admin: Person;
let reader: Person;
let reviewId: string;
/** Of the page that was opened last. */
let complaints: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  [admin, reader] = await Promise.all([somebody(stack, { isAdmin: true }), somebody(stack)]);
  await admin.publishes(name, "0.9.0");
  await admin.publishes(name);
  await admin.request(`/api/v1/plugins/${name}/versions/0.9.0/yank?reason=Old`, { method: "DELETE" });
  await admin.request(`/api/v1/plugins/${name}/owners/${reader.username}`, { method: "PUT" });
  await admin.request(`/api/v1/plugins/${name}/owners/${reader.username}`, { method: "DELETE" });
  await admin.request("/api/v1/tokens", { json: { name: "CI", scopes: ["yank"] } });
  reviewId = await reader.reviews(name, 4, { title: "Good" });
  await sql`update plugin_versions set findings = '[{"severity":"high","code":"x","text":"Opens sockets"}]'
    where plugin_id = (select id from plugins where name = ${name})`;
});
afterAll(() => browser?.close());

/** Each page, by whoever has most to see there. */
const PAGES: [string, () => string, () => Person | undefined][] = [
  ["signing in", () => "/login", () => undefined],
  ["registering", () => "/register", () => undefined],
  ["the account", () => "/settings", () => admin],
  ["tokens", () => "/settings/tokens", () => admin],
  ["publishing", () => "/publish", () => admin],
  ["managing", () => `/plugins/${name}/manage`, () => admin],
  ["a review of one's own", () => `/plugins/${name}/review`, () => reader],
  ["an answer", () => `/plugins/${name}/reviews/${reviewId}/answer`, () => admin],
  ["reviews with what an owner can do", () => `/plugins/${name}#reviews`, () => admin],
  ["the queue", () => "/admin", () => admin],
  ["users", () => "/admin/users", () => admin],
  ["the audit log", () => `/admin/audit-log?plugin=${name}`, () => admin],
];

async function open(path: string, person?: Person): Promise<Page> {
  const context = await visitor(browser, url, person && { session: person.token });
  const page = await context.newPage();
  complaints = complaintsOf(page);
  await page.goto(path);
  return page;
}

describe("in both themes axe finds nothing serious", () => {
  test.each(PAGES)("%s", async (_what, path, person) => {
    const page = await open(path(), person());
    await page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })");
    await expectNoSeriousAxe(page);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await sidewaysScroll(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a form with mistakes, and a report", async () => {
    const page = await open("/register");
    await page.evaluate("document.querySelector('form.form').noValidate = true");
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.locator("#username-problem").waitFor();
    await expectNoSeriousAxe(page);
    await page.context().close();

    const publishing = await open("/publish", admin);
    const buffer = Buffer.from(await aPackage(unique("seen"), "  homepage: nowhere\n"));
    await publishing.locator("#file").setInputFiles({ name: "x.zip", mimeType: "application/zip", buffer });
    await publishing.getByRole("heading", { name: "It cannot be published like this" }).waitFor();
    await expectNoSeriousAxe(publishing);
    await publishing.context().close();
  });
});

test("by keyboard alone: a token is made, copied and revoked", async () => {
  const page = await open("/settings/tokens", reader);
  await page.getByLabel("Name").focus();
  await page.keyboard.type("By hand");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.getByText("it is shown this once").waitFor();
  await page.getByRole("button", { name: "Copy: The new token" }).focus();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Enter");
  await page.getByText("Copied").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^mfr_/);
  await page.getByRole("button", { name: "Revoke By hand" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("The token is revoked").waitFor();
  await page.context().close();
});

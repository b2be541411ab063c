import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../scripts/browser/launch.ts";
import { complaintsOf, visitor } from "../support/browser.ts";
import { PASSWORD, somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { moduleOfSize } from "../support/uploads.ts";
import { aPackage } from "./account/packages.ts";

const stack = shared();
const { url, sql } = stack;
let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser?.close());

async function open(options: Parameters<typeof visitor>[2] = {}): Promise<{ context: BrowserContext; page: Page }> {
  const context = await visitor(browser, url, options);
  return { context, page: await context.newPage() };
}

/** Lets a file fall on the form, as a mouse would. */
async function drop(page: Page, file: Uint8Array, name: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    `(() => { const files = new DataTransfer();
      files.items.add(new File([Uint8Array.from(atob("${Buffer.from(file).toString("base64")}"), (c) => c.charCodeAt(0))], "${name}"));
      return files; })()`,
  );
  await page.dispatchEvent(".drop", "drop", { dataTransfer });
}

test("sign up, publish by drag and drop, find, review, vote, yank, verify", async () => {
  const name = unique("journey");
  const { context, page } = await open();
  const complaints = complaintsOf(page);
  await page.goto("/publish");
  await page.getByRole("link", { name: "Create one" }).click();
  const username = unique("author");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("E-mail address").fill(`${username}@example.com`);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByText(`Welcome, ${username}`).waitFor();

  await drop(page, new TextEncoder().encode("no package"), "wrong.zip");
  await page.getByText("wrong.zip is neither a package").waitFor();
  await drop(page, await aPackage(name), `${name}.zip`);
  await page.getByRole("heading", { name: "Ready to be published" }).waitFor();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.waitForURL(`**/plugins/${name}/1.0.0`);
  await page.getByText(`${name} 1.0.0 is published`).waitFor();

  const [reader, voter, admin] = await Promise.all([
    somebody(stack),
    somebody(stack),
    somebody(stack, { isAdmin: true }),
  ]);
  const reading = await open({ session: reader.token });
  await reading.page.goto("/");
  await reading.page.getByRole("combobox", { name: "Search plugins" }).fill(name.slice(0, -1));
  await reading.page.getByRole("option", { name }).click();
  await reading.page.waitForURL(`**/plugins/${name}`);
  await reading.page.getByRole("link", { name: /^Reviews/ }).click();
  await reading.page.getByRole("link", { name: "Write a review" }).click();
  await reading.page.getByLabel("4 stars").check();
  await reading.page.getByLabel("Your experience").fill("It does what it says it does.");
  await reading.page.getByRole("button", { name: "Publish the review" }).click();
  await reading.page.getByText("Thank you for your review").waitFor();
  await reading.context.close();

  const voting = await open({ session: voter.token });
  await voting.page.goto(`/plugins/${name}#reviews`);
  await voting.page.getByRole("button", { name: /^Helpful/ }).press("Enter");
  await voting.page.getByText("1 of 1 person found this helpful").waitFor();
  const pressed = voting.page.getByRole("button", { name: /^Helpful/, pressed: true });
  await pressed.waitFor();
  expect(await voting.page.evaluate("document.activeElement?.getAttribute('aria-pressed')")).toBe("true");
  await pressed.press("Enter");
  await voting.page.getByText("found this helpful").waitFor({ state: "detached" });
  await voting.context.close();

  await page.goto(`/plugins/${name}`);
  await page.getByRole("link", { name: "Manage" }).click();
  await page.getByLabel("Reason").fill("A mistake");
  await page.getByRole("button", { name: "Yank the version" }).click();
  await page.getByText(`${name} 1.0.0 is yanked`).waitFor();
  expect(complaints).toEqual([]);
  await context.close();

  const verifying = await open({ session: admin.token });
  await verifying.page.goto("/admin");
  await verifying.page.getByRole("button", { name: `Verify: ${name}` }).click();
  await verifying.page.getByText(`${name} is verified`).waitFor();
  await verifying.context.close();
  const [plugin] =
    await sql`select verified_at is not null as verified, reviews_count from plugins where name = ${name}`;
  expect(plugin).toEqual({ verified: true, reviews_count: 1 });
});

test("without JavaScript: search, plugin page, sign in, review, vote, publish", async () => {
  const name = unique("plain");
  const [owner, reader] = await Promise.all([somebody(stack), somebody(stack)]);
  await owner.publishes(name);
  const id = await owner.request(`/api/v1/plugins/${name}`).then(() => reader.reviews(name, 5));
  const other = await somebody(stack);
  const { context, page } = await open({ javaScript: false });
  await page.goto("/");
  await page.getByRole("searchbox", { name: "Search plugins" }).fill(name);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name }).first().click();
  await page.waitForURL(`**/plugins/${name}`);
  await page.getByRole("link", { name: /^Reviews/ }).click();
  await page.getByRole("link", { name: "Write a review" }).click();
  await page.getByLabel("E-mail address").fill(other.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("2 stars").check();
  await page.getByLabel("Your experience").fill("Not as good as that.");
  await page.getByRole("button", { name: "Publish the review" }).click();
  await page.getByText("Not as good as that.").waitFor();
  await page
    .locator(`#review-${id}`)
    .getByRole("button", { name: /^Helpful/ })
    .click();
  await page.getByText("1 of 1 person found this helpful").waitFor();

  const published = unique("plainly");
  await page.goto("/publish");
  const buffer = Buffer.from(await aPackage(published));
  await page.getByLabel("Package or module").setInputFiles({ name: "x.zip", mimeType: "application/zip", buffer });
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.waitForURL(`**/plugins/${published}/1.0.0`);
  await context.close();
});

test("a module too large for a form goes straight to storage", async () => {
  const name = unique("large");
  const person = await somebody(stack);
  const { context, page } = await open({ session: person.token });
  const complaints = complaintsOf(page);
  await page.goto("/publish");
  const buffer = Buffer.from(moduleOfSize(11 * 1024 * 1024, name));
  await page.getByLabel("Package or module").setInputFiles({ name: `${name}.wasm`, mimeType: "", buffer });
  await page.getByLabel("Version").fill("1.0.0");
  await page.getByLabel("Description").fill("Large");
  await page.getByLabel("Licence").fill("MIT");
  expect(await page.getByLabel("Name").inputValue()).toBe(name);
  await page.getByRole("button", { name: "Check only" }).click();
  await page.getByText("the module itself is read once it has arrived").waitFor();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.waitForURL(`**/plugins/${name}/1.0.0`, { timeout: 60_000 });
  const [version] =
    await sql`select size_bytes from plugin_versions v join plugins p on p.id = v.plugin_id where p.name = ${name}`;
  expect(version).toEqual({ size_bytes: buffer.length });
  expect(complaints).toEqual([]);
  await context.close();
});

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import wabt from "wabt";
import { launchBrowser } from "../../../scripts/browser/launch.ts";
import { complaintsOf, visitor } from "../../support/browser.ts";
import { type Person, somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { HOSTILE_TEXTS } from "../plugin/hostile-texts.ts";
import { openForm, sendForm } from "../support.ts";

const stack = shared();
const { request, sql, url } = stack;
/** All 150 in each field: the first that gets out of its place would let out those after it. */
const TEXT = HOSTILE_TEXTS.join(" ");
const name = unique("hostile");
let browser: Browser;
let admin: Person;
let reader: Person;
let reviewId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  [admin, reader] = await Promise.all([somebody(stack, { isAdmin: true }), somebody(stack)]);
  await admin.publishes(name, "0.9.0");
  await admin.publishes(name);
  reviewId = await reader.reviews(name, 5);
  await writeHostile();
});
afterAll(() => browser?.close());

/** Straight into the database: what a verb would refuse must not run either. */
async function writeHostile(): Promise<void> {
  const findings = JSON.stringify([{ severity: "high", code: "x", text: TEXT }]);
  await sql`update plugin_versions set yanked_at = now(), yank_reason = ${TEXT}, findings = ${findings}::jsonb
    where plugin_id = (select id from plugins where name = ${name}) and version = '0.9.0'`;
  await sql`update plugin_versions set findings = ${findings}::jsonb
    where plugin_id = (select id from plugins where name = ${name}) and version = '1.0.0'`;
  await sql`update plugins set description = ${TEXT}, deprecation_message = ${TEXT}, replacement = ${TEXT} where name = ${name}`;
  await sql`update reviews set title = ${TEXT}, comment = ${TEXT}, response_text = ${TEXT}, responded_at = now()
    where id = ${reviewId}`;
  await sql`update users set email = lower(${TEXT + reader.username}) where id = ${reader.id}`;
  await sql`insert into api_tokens (user_id, name, token_hash, token_prefix, scopes, plugins, expires_at)
    values (${admin.id}, ${TEXT}, ${unique("hash")}, ${TEXT}, array[${TEXT}], array[${TEXT}], now() + interval '1 day')`;
  await sql`insert into audit_log (action, actor_id, details)
    values (${TEXT}, ${admin.id}, jsonb_build_object(${TEXT}::text, ${TEXT}::text))`;
}

interface Watched {
  page: Page;
  ran: string[];
  complaints: string[];
}

async function watched(person: Person): Promise<Watched> {
  const context = await visitor(browser, url, { session: person.token });
  const page = await context.newPage();
  const ran: string[] = [];
  await page.exposeFunction("alert", (text: unknown) => void ran.push(String(text)));
  return { page, ran, complaints: complaintsOf(page) };
}

async function expectHarmless({ page, ran, complaints }: Watched, what: string): Promise<void> {
  expect([what, ran, complaints]).toEqual([what, [], []]);
  expect(await page.locator("[href^='javascript' i], [action^='javascript' i]").count(), what).toBe(0);
}

const STORED: [string, () => Person][] = [
  ["/settings", () => reader],
  ["/settings/tokens", () => admin],
  [`/plugins/${name}`, () => admin],
  [`/plugins/${name}/manage`, () => admin],
  [`/plugins/${name}/review`, () => reader],
  ["/plugins/:name/reviews/:id/answer", () => admin],
  ["/admin", () => admin],
  ["/admin/users", () => admin],
  ["/admin/audit-log", () => admin],
];

test.each(STORED)(`%s shows ${HOSTILE_TEXTS.length} texts that would run as text`, async (path, person) => {
  const seen = await watched(person());
  const address = path.replace(":name", name).replace(":id", reviewId);
  const query = {
    "/admin/users": `?q=${encodeURIComponent("<script>")}`,
    "/admin/audit-log": `?actor=${admin.username}`,
  };
  await seen.page.goto(address + (query[path as keyof typeof query] ?? ""));
  await expectHarmless(seen, path);
  // The texts did arrive: as text.
  const shown = `${await seen.page.locator("main").textContent()} ${await seen.page.locator("main").innerHTML()}`;
  expect(shown.toLowerCase()).toContain(path === "/settings" ? "&quot;&gt;" : HOSTILE_TEXTS.at(-1)!.toLowerCase());
  await seen.page.context().close();
});

test("a notice is text", async () => {
  const seen = await watched(admin);
  const cookie = {
    name: "__Host-notice",
    value: encodeURIComponent(HOSTILE_TEXTS[0]!),
    url: url.replace("http:", "https:"),
  };
  await seen.page.context().addCookies([{ ...cookie, secure: true }]);
  await seen.page.goto("/settings");
  await expectHarmless(seen, "notice");
  expect(await seen.page.getByRole("status").textContent()).toBe(HOSTILE_TEXTS[0]);
  await seen.page.context().close();
});

/** Forms that are shown again with what was sent in these fields. */
const REFLECTED: [string, string[]][] = [
  ["/login", ["email"]],
  ["/register", ["username", "email"]],
  ["/settings/email", ["email"]],
  ["/settings/password", []],
  ["/settings/tokens", ["name", "plugins", "expires_in_days"]],
  ["/plugins/:name/review", ["rating", "version", "title"]],
  ["/plugins/:name/review", ["comment"]],
  ["/plugins/:name/manage/owners", ["username"]],
  ["/plugins/:name/manage/yank", ["version", "reason"]],
  ["/plugins/:name/manage/deprecation", ["message", "replacement"]],
  ["/plugins/:name/reviews/:id/answer", ["text"]],
  ["/admin/names", ["name"]],
  ["/admin/plugins/:name/takedown", ["reason"]],
  ["/publish", ["name", "version", "description", "category", "license", "tags", "repository", "homepage", "readme"]],
  ["/publish/uploads", ["name", "description", "category", "repository", "readme", "checksum", "file_size"]],
];

test.each(REFLECTED)("%s shows %j as it was sent, as text", async (path, fields) => {
  const person = path.endsWith("/review") ? reader : admin;
  const form = await openForm(request, "/settings", person.token);
  const address = path.replace(":name", name).replace(":id", reviewId);
  const sent = Object.fromEntries(fields.map((field) => [field, TEXT]));
  const answered = await sendForm(request, url, address, form, sent);
  expect(answered.status).toBe(422);
  const seen = await watched(person);
  const policy = answered.headers.get("content-security-policy")!;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
  const body = await answered.text();
  await seen.page.route("**/answered", (route) => route.fulfill({ status: 200, headers, body }));
  await seen.page.goto("/answered");
  await expectHarmless(seen, path);
  await seen.page.context().close();
});

test("what a module calls its imports is text, before and after it is published", async () => {
  const { parseWat } = await wabt();
  const imports = HOSTILE_TEXTS.map((text) => `(import ${JSON.stringify(text)} ${JSON.stringify(text)} (func))`);
  const module = Buffer.from(parseWat("x.wat", `(module ${imports.join("")})`).toBinary({}).buffer);
  const seen = await watched(admin);
  await seen.page.goto("/publish");
  const field = seen.page.getByLabel("Package or module");
  await field.setInputFiles({ name: `${HOSTILE_TEXTS[1]}.wasm`, mimeType: "", buffer: module });
  const imported = unique("imports");
  await seen.page.getByLabel("Name").fill(imported);
  await seen.page.getByLabel("Version").fill("1.0.0");
  await seen.page.getByLabel("Description").fill(HOSTILE_TEXTS[1]!);
  await seen.page.getByLabel("Licence").fill("MIT");
  await seen.page.getByRole("button", { name: "Check only" }).click();
  await seen.page.getByRole("heading", { name: "Ready to be published" }).waitFor();
  await expectHarmless(seen, "report");
  await seen.page.getByRole("button", { name: "Publish", exact: true }).click();
  await seen.page.waitForURL(`**/plugins/${imported}/1.0.0`);
  await expectHarmless(seen, "page");
  expect(await seen.page.locator("#security").textContent()).toContain("onload=alert(1)");
  await seen.page.context().close();
});

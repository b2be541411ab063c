import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { launchBrowser } from "../../../scripts/browser/launch.ts";
import { complaintsOf, visitor } from "../../support/browser.ts";
import { somebody, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";

const stack = shared();
const { sql, url } = stack;
const PER_PAGE = 10;

test(`of ${HOSTILE_TEXTS.length} texts that would run, none does, in any field of a plugin, version or review`, async () => {
  const name = unique("hostile");
  await publishHostile(name);
  const browser = await launchBrowser();
  const context = await visitor(browser, url);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  const ran: string[] = [];
  await page.exposeFunction("alert", (text: unknown) => void ran.push(String(text)));
  for (const path of pagesOf(name)) {
    await page.goto(path);
    expect([path, ran, complaints]).toEqual([path, [], []]);
    expect(await page.locator("[href^='javascript' i], [action^='javascript' i]").count(), path).toBe(0);
  }
  // The texts did arrive: as text.
  await page.goto(`/plugins/${name}?sort=recent`);
  expect(await page.locator("#reviews").textContent()).toContain(HOSTILE_TEXTS.at(-1));
  await browser.close();
});

const pagesOf = (name: string) => [
  ...Array.from({ length: HOSTILE_TEXTS.length / PER_PAGE }, (_, number) => `/plugins/${name}?page=${number}`),
  ...HOSTILE_TEXTS.slice(1, 9).map((_, index) => `/plugins/${name}/0.${index}.0`),
  `/plugins/${name}/compare/0.1.0...0.2.0`,
];

/** Every field at once, straight into the database: what a verb would refuse must not run either. */
async function publishHostile(name: string): Promise<void> {
  const owner = await somebody(stack);
  await owner.publishes(name, "1.0.0", { readme: HOSTILE_TEXTS.join("\n\n") });
  for (let index = 0; index < 8; index += 1) await owner.publishes(name, `0.${index}.0`);
  const texts = JSON.stringify(HOSTILE_TEXTS);
  await sql`
    update plugin_versions v set description = t.text, yank_reason = t.text, yanked_at = now(), repository = t.text,
      homepage = t.text, readme = t.text, language = t.text, min_mockforge_version = t.text,
      capabilities = jsonb_build_array(jsonb_build_object('id', 'clocks', 'text', t.text, 'evidence', jsonb_build_array(t.text))),
      findings = jsonb_build_array(jsonb_build_object('severity', 'high', 'code', 'x', 'text', t.text))
    from jsonb_array_elements_text(${texts}::jsonb) with ordinality t (text, number), plugins p
    where p.name = ${name} and v.plugin_id = p.id and v.version = '0.' || (t.number - 1) || '.0'`;
  await sql`
    update plugins set deprecation_message = ${HOSTILE_TEXTS[0]!}, description = ${HOSTILE_TEXTS[3]!},
      repository = 'javascript:alert(1)', homepage = ${HOSTILE_TEXTS[1]!}, license = ${HOSTILE_TEXTS[2]!} where name = ${name}`;
  await sql`
    with texts as (
      select text, number from jsonb_array_elements_text(${texts}::jsonb) with ordinality t (text, number)
    ), people as (
      insert into users (username, email, password_hash)
      select ${`h${randomUUID().slice(0, 8)}-`} || number, ${randomUUID()} || number, 'x' from texts
      returning id, username
    )
    insert into reviews (plugin_id, user_id, version_id, rating, title, comment, response_text, responded_at, created_at)
    select p.id, people.id, p.current_version_id, 3, text, text, text, now(), now() + number * interval '1 second'
    from texts join people on people.username like '%-' || number join plugins p on p.name = ${name}`;
}

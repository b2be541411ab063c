import { describe, expect, test } from "vitest";
import { PASSWORD, unique } from "../../support/people.ts";
import { shared } from "../../support/stack.ts";
import { openForm, sendForm } from "../support.ts";

const { request, url, sql } = shared();

async function register(fields: Record<string, string>, path = "/register") {
  return sendForm(request, url, path, await openForm(request, "/register"), fields);
}

const newcomer = () => {
  const username = unique("new");
  return { username, email: `${username}@example.com`, password: PASSWORD };
};

describe("POST /register", () => {
  test("creates the account, signs it in and goes where one wanted to go", async () => {
    const account = newcomer();
    const response = await register(account, "/register?next=/publish");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/publish"]);
    const cookie = response.headers.getSetCookie().map((each) => each.split(";")[0]!);
    const page = await (await request("/settings", { headers: { cookie: cookie.join("; ") } })).text();
    expect(page).toContain(`value="${account.email}"`);
    expect(page).toContain(`Welcome, ${account.username}`);
  });

  test("never goes to another site", async () => {
    const response = await register(newcomer(), "/register?next=//evil.example/");
    expect(response.headers.get("location")).toBe("/");
  });

  test("says what is taken beside the field, and keeps the input but the password", async () => {
    const account = newcomer();
    await register(account);
    const taken = await register({ ...newcomer(), username: account.username });
    expect(taken.status).toBe(422);
    const html = await taken.text();
    expect(html).toMatch(/id="username-problem">This username is taken/);
    expect(html).toContain(`value="${account.username}"`);
    expect(html).not.toContain(PASSWORD);
    const again = await (await register({ ...newcomer(), email: account.email })).text();
    expect(again).toMatch(/id="email-problem">An account with this e-mail address exists/);
  });

  test("every field that is wrong is said at once, and nothing is created", async () => {
    const response = await register({ username: "<i>", email: "nobody", password: "short" });
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const field of ["username", "email", "password"]) expect(html).toContain(`id="${field}-problem"`);
    expect(html).toContain('value="&lt;i&gt;"');
    expect(await sql`select from users where email = 'nobody'`).toEqual([]);
  });
});

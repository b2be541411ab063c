import { describe, expect, test } from "vitest";
import { ownPath } from "../../src/web/forms/own-path.ts";
import { PASSWORD, somebody } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { openForm, type OpenForm, sendForm } from "./support.ts";

const stack = shared();
const { request, url } = stack;

const send = (
  form: OpenForm,
  fields: Record<string, string>,
  headers?: Record<string, string | undefined>,
  path = "/login",
) => sendForm(request, url, path, form, fields, headers);

describe("POST /login", () => {
  test("keeps the session in a cookie that scripts cannot read and other sites do not send", async () => {
    const { email, username } = await somebody(stack);
    const form = await openForm(request, "/login");
    const response = await send(form, { email, password: PASSWORD });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith("__Host-session="))!;
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(flag);
    expect(cookie).not.toContain("Domain");
    const page = await request("/", { headers: { cookie: cookie.split(";")[0]! } });
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await page.text()).toContain(username);
  });

  test("a mistake shows the form again, with the input but the password, and the reason", async () => {
    const { email } = await somebody(stack);
    const form = await openForm(request, "/login");
    const response = await send(form, { email, password: "mistaken <b>" });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(`value="${email}"`);
    expect(html).not.toContain("mistaken");
    expect(html).toMatch(/role="alert">.*The e-mail address or the password is wrong/s);
  });

  test("what is wrong with a field is said beside it", async () => {
    const response = await send(await openForm(request, "/login"), { email: '"><script>', password: PASSWORD });
    const html = await response.text();
    expect(html).toContain('aria-invalid="true" aria-describedby="email-problem"');
    expect(html).toContain('id="email-problem">must be an e-mail address');
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  test("goes where one wanted to go, if that is ours", async () => {
    const { email } = await somebody(stack);
    const form = await openForm(request, "/login");
    const response = await send(form, { email, password: PASSWORD }, {}, "/login?next=/plugins/x%3Fa%3D1");
    expect(response.headers.get("location")).toBe("/plugins/x?a=1");
    const away = await send(form, { email, password: PASSWORD }, {}, "/login?next=https://evil.example/");
    expect(away.headers.get("location")).toBe("/");
  });
});

describe("a form that our own page did not send changes nothing", () => {
  test.each<[string, Record<string, string | undefined>]>([
    ["from another site", { origin: "https://evil.example" }],
    ["from another port", { origin: "http://127.0.0.1:1" }],
    ["from nowhere", { origin: "null" }],
    ["from who does not say", { origin: undefined }],
    ["from a site beside ours", { origin: undefined, "sec-fetch-site": "same-site" }],
    ["from across sites", { origin: undefined, "sec-fetch-site": "cross-site" }],
    ["without the cookie of its page", { cookie: "" }],
    ["with another visitor's cookie", { cookie: "__Host-form=0198a9b2-5c1e-7d3f-9a64-2f6b1c8d7e90" }],
  ])("%s", async (_where, headers) => {
    const { email } = await somebody(stack);
    const response = await send(await openForm(request, "/login"), { email, password: PASSWORD }, headers);
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie().join()).not.toContain("__Host-session=e");
    expect(await response.text()).toContain("not filled in on our own page");
  });

  test.each(["", "x", "A".repeat(43), "é".repeat(43)])("with the token '%s'", async (token) => {
    const { cookie } = await openForm(request, "/login");
    expect((await send({ cookie, token }, {})).status).toBe(403);
  });

  test("with the token of another session, or of before the session", async () => {
    const [one, other] = await Promise.all([somebody(stack), somebody(stack)]);
    const before = await openForm(request, "/login");
    const form = await openForm(request, "/", other.token);
    for (const { token } of [before, form]) {
      const response = await send({ token, cookie: `__Host-session=${one.token}` }, {}, {}, "/logout");
      expect(response.status).toBe(403);
    }
  });

  test.each(["text/plain", "application/json"])("as %s", async (type) => {
    const form = await openForm(request, "/login");
    const response = await send(form, {}, { "content-type": type });
    expect(response.status).toBe(415);
  });
});

test.each(["multipart/form-data; boundary=", "multipart/form-data", "multipart/form-data; boundary=x"])(
  "a form that cannot be read as the %s it says it is, is refused as no form of ours",
  async (type) => {
    const response = await send(await openForm(request, "/login"), {}, { "content-type": type });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("not filled in on our own page");
  },
);

test("POST /logout forgets the session", async () => {
  const { token } = await somebody(stack);
  const response = await send(await openForm(request, "/", token), {}, {}, "/logout");
  expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  expect(response.headers.getSetCookie().join()).toMatch(/__Host-session=;.*Max-Age=0/);
});

test("a session that has ended is forgotten, and the page is shown as everybody sees it", async () => {
  const response = await request("/?a=1", { headers: { cookie: "__Host-session=ended" } });
  expect([response.status, response.headers.get("location")]).toEqual([302, "/?a=1"]);
  expect(response.headers.getSetCookie().join()).toMatch(/__Host-session=;.*Max-Age=0/);
});

test("the API never takes the cookie, so no site can use it through a browser", async () => {
  const { token } = await somebody(stack);
  const response = await request("/api/v1/auth/me", { headers: { cookie: `__Host-session=${token}` } });
  expect(response.status).toBe(401);
});

test("pages never take the API's header: what is cached for everybody is everybody's", async () => {
  const { token, username } = await somebody(stack);
  const response = await request("/", { token });
  expect(response.headers.get("cache-control")).toContain("public");
  expect(await response.text()).not.toContain(username);
});

describe("nobody is sent to another site", () => {
  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "javascript:alert(1)",
    "evil",
    "",
    " /plugins",
    "/\n/evil.example",
  ])("%j", (wanted) => {
    const path = ownPath(wanted);
    expect(new URL(path, "https://registry.example").origin).toBe("https://registry.example");
    expect(path).toMatch(/^\/(?![/\\])/);
  });

  test.each(["/", "/plugins/a?x=//y#z", "/search?q=https://evil.example"])("but %s is ours", (path) => {
    expect(ownPath(path)).toBe(path);
  });
});

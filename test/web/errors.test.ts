import { describe, expect, test } from "vitest";
import { launchBrowser } from "../../scripts/browser/launch.ts";
import { complaintsOf, expectNoSeriousAxe, sidewaysScroll, visitor } from "../support/browser.ts";
import { shared } from "../support/stack.ts";

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
  for (const theme of ["light", "dark"] as const) {
    const context = await visitor(browser, url, { theme, width: 320 });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto("/nothing");
    await expectNoSeriousAxe(page);
    expect(await sidewaysScroll(page)).toBe(0);
    // The browser notes the 404 itself, and nothing else.
    expect(complaints).toEqual([expect.stringContaining("404")]);
    await context.close();
  }
  await browser.close();
});

import { describe, expect, test } from "vitest";
import { machine } from "./support/cli.ts";
import { fakeRegistry, sendJson } from "./support/fake-registry.ts";

const NOTHING = { plugins: [], total: 0, page: 0, per_page: 20 };
const error = (code: string) => ({ error: `It is ${code}`, code, request_id: "request-1" });
const credentials = ["--username", "ada", "--email", "ada@example.com", "--password-stdin"];
const password = { input: "correct horse battery" };

describe("another try", () => {
  test.for([
    [503, "database_unavailable"],
    [429, "rate_limited"],
  ] as const)("a read is sent again after %i, when the registry says", async ([status, code]) => {
    const registry = await fakeRegistry((_seen, response, count) =>
      count < 3 ? sendJson(response, status, error(code), { "retry-after": "0" }) : sendJson(response, 200, NOTHING),
    );
    const { code: exitCode, stderr } = await (await machine(registry.url)).run(["search"]);
    expect({ exitCode, requests: registry.seen.length }).toEqual({ exitCode: 0, requests: 3 });
    expect(stderr).toContain("trying again in 0.0 s");
  });

  test("a connection that breaks is tried again", async () => {
    const registry = await fakeRegistry((_seen, response, count) =>
      count === 1 ? response.destroy() : sendJson(response, 200, NOTHING),
    );
    expect(await (await machine(registry.url)).run(["search"])).toMatchObject({ code: 0 });
  });

  test.for([
    ["a broken connection", 1],
    ["503 database_unavailable", 1],
    ["503 busy", 4],
    ["429 rate_limited", 4],
  ] as const)(
    "after %s an account is asked for %i times: what may have happened is not repeated",
    async ([what, times]) => {
      const registry = await fakeRegistry((_seen, response) => {
        const [status, code] = what.split(" ");
        if (status === "a") response.destroy();
        else sendJson(response, Number(status), error(code!), { "retry-after": "0" });
      });
      const here = await machine(registry.url);
      const { hint } = await here.failure(5, ["register", ...credentials], password);
      expect(registry.seen).toHaveLength(times);
      if (times === 1) expect(hint).toContain("look before you try again");
    },
  );

  test("nobody waits for minutes: the error says when to come back", async () => {
    const registry = await fakeRegistry((_seen, response) =>
      sendJson(response, 429, error("rate_limited"), { "retry-after": "240" }),
    );
    expect(await (await machine(registry.url)).failure(5, ["search"])).toMatchObject({
      hint: "try again in 240 seconds",
      request_id: "request-1",
    });
    expect(registry.seen).toHaveLength(1);
  });

  test("a registry that does not answer is given up after --timeout", async () => {
    const registry = await fakeRegistry(() => undefined);
    const { hint } = await (await machine(registry.url)).failure(5, ["search", "--timeout", "1"]);
    expect(hint).toContain("--timeout");
  });

  test("nobody there is 5, and names the address", async () => {
    const here = await machine("http://127.0.0.1:1024");
    expect(await here.failure(5, ["search"])).toMatchObject({ message: expect.stringContaining("127.0.0.1:1024") });
  });
});

describe("a server that means harm", () => {
  test("another host does not get the token with a redirect, nor does it on the way back", async () => {
    const back = { url: "" };
    const other = await fakeRegistry((_seen, response) =>
      response.writeHead(302, { location: `${back.url}/end` }).end(),
    );
    const registry = await fakeRegistry(({ path }, response) =>
      path === "/end" ? sendJson(response, 200, NOTHING) : response.writeHead(302, { location: other.url }).end(),
    );
    back.url = registry.url;
    expect(await (await machine(registry.url, "mfr_secret")).run(["search"])).toMatchObject({ code: 0 });
    expect(registry.seen.map(({ authorization }) => authorization)).toEqual(["Bearer mfr_secret", undefined]);
    expect(other.seen).toMatchObject([{ authorization: undefined }]);
  });

  test("a password is not sent on to where a redirect points", async () => {
    const other = await fakeRegistry((_seen, response) => sendJson(response, 200, {}));
    const registry = await fakeRegistry((_seen, response) => response.writeHead(307, { location: other.url }).end());
    const login = ["login", "--email", "ada@example.com", "--password-stdin"];
    const { hint } = await (await machine(registry.url)).failure(5, login, password);
    expect(hint).toContain(`config set url ${other.url}`);
    expect(other.seen).toEqual([]);
  });

  test("redirects in circles end", async () => {
    const registry = await fakeRegistry((_seen, response) => response.writeHead(302, { location: "/again" }).end());
    await (await machine(registry.url)).failure(5, ["search"]);
    expect(registry.seen).toHaveLength(6);
  });

  test("its errors and names cannot command the terminal", async () => {
    const evil = "\u001b]0;title\u0007\u001b[2J\u009b31m\u202egnp\u2066\nspoof: ok";
    const registry = await fakeRegistry((_seen, response) =>
      sendJson(response, 404, { error: evil, code: evil, request_id: evil, issues: [{ path: evil, message: evil }] }),
    );
    const here = await machine(registry.url);
    for (const args of [["search"], ["search", "--json"]]) {
      const { stdout, stderr } = await here.run(args);
      expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
      expect(stderr).not.toMatch(/^spoof/m);
      expect(stderr).toContain("␛[2J");
      if (args.length === 2) expect(JSON.parse(stdout).error.message).toBe(evil);
    }
  });

  test.for([
    ["a page of HTML", "<!doctype html>"],
    ["something else", `{"plugins": [{"name": "../../etc/passwd"}]}`],
    ["nothing", ""],
  ])("%s is not taken for an answer", async ([, body]) => {
    const registry = await fakeRegistry((_seen, response) => response.writeHead(200).end(body));
    expect(await (await machine(registry.url)).failure(5, ["search"])).toMatchObject({
      message: expect.stringContaining("does not answer as a MockForge registry"),
    });
  });
});

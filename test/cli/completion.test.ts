import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { complete } from "../../src/cli/completion/candidates.ts";
import { CompletionDocument } from "../../src/cli/documents/completion.ts";
import { OpenDocument } from "../../src/cli/documents/open.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { somebody, unique } from "../support/people.ts";
import { shared } from "../support/stack.ts";
import { cliFile, machine } from "./support/cli.ts";

const stack = shared();

const offered = (words: readonly string[]) => {
  const completion = complete(buildProgram(), words);
  return "candidates" in completion ? completion.candidates.map(({ word }) => word) : completion;
};

async function offeredByRegistry(words: string[], url: string): Promise<string[]> {
  const { stdout } = await (await machine(url)).run(["__complete", ...words]);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t")[0]!);
}

describe("completion", () => {
  test.for([
    [["se"], ["search"]],
    [
      ["owner", ""],
      ["add", "remove", "list"],
    ],
    [["--json", "conf"], ["config"]],
    [["--registry", "http://x.example", "who"], ["whoami"]],
    [["search", "--cat"], ["--category"]],
    [
      ["search", "--category", "t"],
      ["template", "testing"],
    ],
    [
      ["config", "get", "t"],
      ["token", "timeout"],
    ],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [["search", "--tags", ""], []],
    [["nonsense", ""], []],
    [["info", "auth"], { pluginsLike: "auth" }],
  ] as const)("of %j offers %j", ([words, expected]) => {
    expect(offered(words)).toEqual(expected);
  });

  test("offers plugins by the beginning of their name", async () => {
    const name = unique("offered");
    await (await somebody(stack)).publishes(name);
    expect(await offeredByRegistry(["info", name.slice(0, -2)], stack.url)).toEqual([name]);
    expect(await offeredByRegistry(["info", "x"], "http://127.0.0.1:1024")).toEqual([]);
  });

  test("prints the script that the document holds", async () => {
    const here = await machine("");
    const { script } = await here.document(CompletionDocument, ["completion", "zsh"]);
    expect(await here.run(["completion", "zsh"])).toEqual({ code: 0, stdout: script, stderr: "" });
  });

  test("bash takes it", async () => {
    const here = await machine("");
    await symlink(cliFile(), join(here.home, "mockforge-registry"));
    const script = `eval "$(mockforge-registry completion bash)"
      COMP_WORDS=(mockforge-registry token c); COMP_CWORD=2; _mockforge_registry; echo "\${COMPREPLY[@]}"`;
    const env = { ...here.env, PATH: `${here.home}:${here.env["PATH"]}` } as unknown as NodeJS.ProcessEnv;
    expect((await promisify(execFile)("bash", ["-c", script], { env })).stdout).toBe("create\n");
  });
});

test("open prints the page's address, and opens nothing where there is no terminal", async () => {
  const name = unique("opened");
  await (await somebody(stack)).publishes(name);
  const here = await machine(stack.url);
  const url = new URL(`/plugins/${name}`, stack.url).href;
  expect(await here.run(["open", name])).toEqual({ code: 0, stdout: `${url}\n`, stderr: "" });
  expect(await here.document(OpenDocument, ["open", name])).toEqual({ name, url });
  await here.failure(4, ["open", unique("nothing")]);
});

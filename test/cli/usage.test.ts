import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { cliReference } from "../../scripts/cli-reference.ts";
import { cliFile, type Machine, machine } from "./support/cli.ts";

test("a misspelt command is answered with the right one", async () => {
  const here = await machine("");
  expect(await here.failure(2, ["serch"])).toMatchObject({ hint: "did you mean search?" });
});

test("without a command, the help", async () => {
  const { code, stderr } = await (await machine("")).run([]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("Commands:") });
});

/** Every command as its parents' help lists it, with its own help. */
async function helps(here: Machine, above: string[] = []): Promise<Map<string, string>> {
  const { stdout } = await here.run([...above, "--help"]);
  const listed = stdout.split("Commands:\n")[1]?.split("\n\n")[0] ?? "";
  const names = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!).filter((name) => name !== "help");
  const below = await Promise.all(names.map((name) => helps(here, [...above, name])));
  return new Map([[above.join(" "), stdout], ...below.flatMap((map) => [...map])]);
}

test("every command explains itself with examples", async () => {
  const all = await helps(await machine(""));
  all.delete("");
  expect(all.size).toBeGreaterThan(30);
  const without = [...all].filter(([command, help]) => !help.includes(`Examples:\n  $ mockforge-registry ${command}`));
  expect(without.map(([command]) => command)).toEqual([]);
});

test("docs/cli.md is what the commands say of themselves; npm run docs:cli writes it", async () => {
  expect(await readFile("docs/cli.md", "utf8")).toBe(cliReference());
});

test("no colours when piped; NO_COLOR says no, FORCE_COLOR yes", async () => {
  const here = await machine("");
  const isColoured = async (env: Record<string, string>) =>
    (await here.run(["config", "list"], { env })).stdout.includes("\u001b[");
  expect(await isColoured({})).toBe(false);
  expect(await isColoured({ FORCE_COLOR: "1" })).toBe(true);
  expect(await isColoured({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});

test("starts in less than 150 ms, Node's own start included", async () => {
  const { home } = await machine("");
  const preload = join(home, "cpu.cjs");
  await writeFile(
    preload,
    `process.on("exit", () => process.stderr.write(String(process.cpuUsage().user + process.cpuUsage().system)));`,
  );
  const run = promisify(execFile);
  // CPU time, which others on the machine change less than the clock; the best of five.
  const startMs = async (...program: string[]) => {
    const all = [];
    for (let start = 0; start < 5; start += 1)
      all.push(Number((await run(process.execPath, ["-r", preload, ...program])).stderr) / 1000);
    return Math.min(...all);
  };
  // A machine on which Node itself is slow to start measures itself.
  const bare = await startMs("-e", "0");
  expect(await startMs(cliFile(), "--version")).toBeLessThan(Math.max(150, 2.5 * bare));
});

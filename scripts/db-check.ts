import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { promisify } from "node:util";
import { EXEMPT, problemsOf } from "./migrations/rules.ts";

// Fails unless the migrations say all that the schema says, and may run while the Worker of the release before serves.
// It works on a copy, since drizzle-kit writes what it finds.
const copy = await mkdtemp(join(tmpdir(), "mockforge-migrations-"));
try {
  await holdToRules();
  await cp("drizzle", copy, { recursive: true });
  await drizzleKit("check");
  const said = await drizzleKit("generate", "--schema", "src/db/schema/index.ts");
  // drizzle-kit succeeds whether it finds changes, has a question about them or cannot read the schema.
  if (!said.includes("No schema changes")) {
    throw new Error(`${said}\nThe schema and its migrations are out of step: run \`npm run db:generate\`.`);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  await rm(copy, { recursive: true, force: true });
}

async function holdToRules(): Promise<void> {
  const names = (await readdir("drizzle"))
    .filter((file) => file.endsWith(".sql"))
    .map((file) => basename(file, ".sql"));
  names.sort();
  const problems: string[] = [];
  for (const [index, name] of names.entries()) {
    if (EXEMPT.includes(name)) continue;
    const sql = await readFile(join("drizzle", `${name}.sql`), "utf8");
    problems.push(...problemsOf(sql, names.slice(0, index)).map((problem) => `drizzle/${name}.sql: ${problem}`));
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

async function drizzleKit(command: string, ...options: string[]): Promise<string> {
  // drizzle-kit reads an absolute --out as a relative one.
  const args = [command, "--dialect", "postgresql", "--out", relative(".", copy), ...options];
  const run = promisify(execFile)("drizzle-kit", args, { shell: process.platform === "win32" });
  run.child.stdin?.end();
  const { stdout, stderr } = await run;
  return stdout + stderr;
}

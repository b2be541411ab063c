import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";

// Fails unless the migrations say all that the schema says. It works on a copy, since drizzle-kit writes what it finds.
const copy = await mkdtemp(join(tmpdir(), "mockforge-migrations-"));
try {
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

async function drizzleKit(command: string, ...options: string[]): Promise<string> {
  // drizzle-kit reads an absolute --out as a relative one.
  const args = [command, "--dialect", "postgresql", "--out", relative(".", copy), ...options];
  const run = promisify(execFile)("drizzle-kit", args, { shell: process.platform === "win32" });
  run.child.stdin?.end();
  const { stdout, stderr } = await run;
  return stdout + stderr;
}

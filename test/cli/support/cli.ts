import { spawn, type SpawnOptionsWithoutStdio } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import type { z } from "zod";
import { FailureDocument } from "../../../src/cli/documents/failure.ts";

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  /** What it reads from stdin; nothing unless given. */
  input?: string;
  env?: Record<string, string>;
  cwd?: string;
}

/** Somebody's machine: a home of its own, with the executable on it, pointed at one registry. */
export interface Machine {
  home: string;
  env: Record<string, string>;
  settingsPath: string;
  run: (args: string[], options?: CliOptions) => Promise<Outcome>;
  /** Runs with --json, expects success, and returns the document, which must be of this shape to the last key. */
  document: <Document>(schema: z.ZodType<Document>, args: string[], options?: CliOptions) => Promise<Document>;
  /** Runs with --json, expects this exit code, and returns the error. */
  failure: (code: number, args: string[], options?: CliOptions) => Promise<FailureDocument["error"]>;
}

/** Gone when the test is. */
export async function machine(registryUrl: string, token?: string): Promise<Machine> {
  const home = await mkdtemp(join(tmpdir(), "mockforge-cli-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    // What V8 has compiled serves the next command too.
    NODE_COMPILE_CACHE: join(dirname(cliFile()), "compiled"),
    MOCKFORGE_REGISTRY_URL: registryUrl,
    ...(token === undefined ? {} : { MOCKFORGE_REGISTRY_TOKEN: token }),
  };
  const run: Machine["run"] = (args, options = {}) => execute(args, { ...options, env: { ...env, ...options.env } });
  return {
    home,
    env,
    settingsPath: join(home, "config/mockforge/registry.toml"),
    run,
    async document(schema, args, options) {
      const outcome = await run([...args, "--json"], options);
      expect(outcome).toMatchObject({ code: 0 });
      return exactly(schema, outcome.stdout);
    },
    async failure(code, args, options) {
      const outcome = await run([...args, "--json"], options);
      expect(outcome).toMatchObject({ code });
      const { error } = exactly(FailureDocument, outcome.stdout);
      expect(error.exit_code).toBe(code);
      return error;
    },
  };
}

export const cliFile = (): string => inject("stack").cliFile;

function exactly<Document>(schema: z.ZodType<Document>, text: string): Document {
  const document: unknown = JSON.parse(text);
  const parsed = schema.parse(document);
  expect(document).toEqual(parsed);
  return parsed;
}

function execute(args: string[], { input = "", env, cwd }: CliOptions): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile(), ...args], { env, cwd } as SpawnOptionsWithoutStdio);
    const outcome = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => (outcome[stream] += text));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...outcome }));
    child.stdin.on("error", () => undefined).end(input);
  });
}

import { randomUUID } from "node:crypto";
import { mkdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { writeDurably } from "../files/durable.ts";
import { DEFAULTS } from "./defaults.ts";
import { settingsPath } from "./location.ts";

/** registry.toml as MockForge's client has it. What else the file holds is somebody else's, and stays. */
export interface SettingsFile {
  url?: string;
  token?: string;
  /** Seconds. */
  timeout?: number;
  alternative_registries?: string[];
}

const isText = (value: unknown) => typeof value === "string";

const RULES: Record<keyof SettingsFile, { holds: (value: unknown) => boolean; rule: string }> = {
  url: { holds: isText, rule: "must be a text" },
  token: { holds: isText, rule: "must be a text" },
  timeout: {
    holds: (value) => Number.isInteger(value) && Number(value) > 0,
    rule: "must be a whole number of seconds",
  },
  alternative_registries: {
    holds: (value) => Array.isArray(value) && value.every(isText),
    rule: "must be a list of texts",
  },
};

/** @throws Failure when it is there and cannot be read */
export async function readSettingsFile(): Promise<SettingsFile> {
  const text = await readText();
  if (text === "") return {};
  const { parse } = await import("@decimalturn/toml-patch");
  let parsed: Record<string, unknown>;
  try {
    parsed = parse(text) as Record<string, unknown>;
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
  for (const [key, { holds, rule }] of Object.entries(RULES)) {
    if (parsed[key] !== undefined && !holds(parsed[key])) throw broken(`${key} ${rule}`);
  }
  return parsed;
}

/**
 * Writes what is new, undefined to remove; comments and keys of others stay as they are. Readers see the old file or
 * the new one, and nobody else may read it.
 */
export async function changeSettingsFile(changes: { [Key in keyof SettingsFile]: SettingsFile[Key] | undefined }) {
  const before = await readSettingsFile();
  const text = await readText();
  const { patch, stringify } = await import("@decimalturn/toml-patch");
  // MockForge's client wants every field but the token, so the first write fills them in.
  const after = Object.fromEntries(
    Object.entries({ ...DEFAULTS, ...before, ...changes }).filter(([, value]) => value !== undefined),
  );
  await replace(text === "" ? stringify(after) : patch(text, after));
}

async function readText(): Promise<string> {
  try {
    return await readFile(settingsPath(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw broken((error as Error).message);
  }
}

async function replace(text: string): Promise<void> {
  // A link to a file kept elsewhere stays one.
  const path = await realpath(settingsPath()).catch(settingsPath);
  const draft = `${path}.${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeDurably(draft, text, 0o600);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    const message = `Cannot write ${path}: ${(error as Error).message}`;
    throw new Failure(message, { exitCode: EXIT.failed, cause: error });
  }
}

const broken = (reason: string) =>
  new Failure(`Cannot use ${settingsPath()}: ${reason}`, {
    exitCode: EXIT.failed,
    hint: "mend the file, or remove it",
  });

import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { DEFAULTS } from "./defaults.ts";
import { readSettingsFile, type SettingsFile } from "./file.ts";
import { registryUrl } from "./registry-url.ts";

export type Source = "flag" | "environment" | "file" | "default";

interface Sourced<Value> {
  value: Value;
  source: Source;
}

export interface Settings {
  url: Sourced<string>;
  token: Sourced<string | null>;
  /** Seconds. */
  timeout: Sourced<number>;
  alternative_registries: Sourced<string[]>;
}

export const SETTINGS = ["url", "token", "timeout", "alternative_registries"] as const satisfies (keyof Settings)[];

/** The options that every command takes. */
export interface Flags {
  registry?: string;
  token?: string;
  timeout?: string;
}

/** Flag before environment before file before default. */
export async function readSettings(flags: Flags): Promise<Settings> {
  const file = await readSettingsFile();
  const { MOCKFORGE_REGISTRY_URL, MOCKFORGE_REGISTRY_TOKEN } = process.env;
  const url = first(flags.registry, MOCKFORGE_REGISTRY_URL, file.url, DEFAULTS.url);
  const own = belongs(file, url.value) ? file.token : undefined;
  return {
    url,
    token: first(flags.token, MOCKFORGE_REGISTRY_TOKEN, own, null),
    timeout: first(seconds(flags.timeout), undefined, file.timeout, DEFAULTS.timeout),
    alternative_registries: first(undefined, undefined, file.alternative_registries, DEFAULTS.alternative_registries),
  };
}

/** A stored token is for the registry it was stored for: `--registry` must not carry it elsewhere. */
const belongs = (file: SettingsFile, url: string): boolean =>
  registryUrl(file.url ?? DEFAULTS.url).origin === registryUrl(url).origin;

function first<Value>(
  flag: Value | undefined,
  environment: Value | undefined,
  file: Value | undefined,
  otherwise: Value,
): Sourced<Value> {
  if (flag !== undefined) return { value: flag, source: "flag" };
  if (environment !== undefined && environment !== "") return { value: environment, source: "environment" };
  return file === undefined ? { value: otherwise, source: "default" } : { value: file, source: "file" };
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 86_400) return value;
  throw new Failure(`--timeout ${text} is not a whole number of seconds`, { exitCode: EXIT.usage });
}

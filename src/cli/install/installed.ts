import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { PluginDirectory } from "./directory.ts";
import type { Lock } from "./lock.ts";

/** @throws Failure not found, when one of these is not installed, or nothing is */
export function requireInstalled({ root }: PluginDirectory, { plugin }: Lock, names: readonly string[]): void {
  if (plugin.length === 0) throw missing(`Nothing is installed in ${root}`);
  const unknown = names.filter((name) => !plugin.some((each) => each.name === name));
  if (unknown.length > 0) throw missing(`Not installed in ${root}: ${unknown.join(", ")}`);
}

const missing = (message: string) =>
  new Failure(message, {
    exitCode: EXIT.notFound,
    hint: "see what is: mockforge-registry list; another directory is named by --dir",
  });

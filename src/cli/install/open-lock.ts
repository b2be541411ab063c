import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { PluginDirectory } from "./directory.ts";
import { emptyLock, type Lock } from "./lock.ts";
import { readLock } from "./lock-file.ts";

const addressOf = ({ href }: URL) => href.replace(/\/$/, "");

/**
 * What is installed, from the registry that is asked; nothing where nothing is. A directory is of one registry: what
 * two of them call by one name need not be the same.
 * @throws Failure integrity
 */
export async function openLock({ client }: Pick<Context, "client">, directory: PluginDirectory): Promise<Lock> {
  const registry = addressOf(client.registry);
  const lock = (await readLock(directory)) ?? emptyLock(registry);
  if (lock.plugin.length === 0) return emptyLock(registry);
  if (lock.registry === registry) return lock;
  throw new Failure(`The plugins in ${directory.root} come from ${lock.registry}, and you ask ${registry}`, {
    exitCode: EXIT.integrity,
    hint: `use --registry ${lock.registry}, or another directory with --dir`,
  });
}

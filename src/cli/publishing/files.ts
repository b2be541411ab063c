import { readFile } from "node:fs/promises";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** @throws Failure when it cannot be read */
export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw new Failure(`Cannot read ${path}: ${(error as Error).message}`, { exitCode: EXIT.failed, cause: error });
  }
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}

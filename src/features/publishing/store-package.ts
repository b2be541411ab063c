import { digested, type Pieces } from "#lib/digest.ts";
import type { Context } from "../context.ts";
import type { PublishInput } from "./input.ts";
import type { Inspection } from "./inspection.ts";
import { packageFrame } from "./package.ts";

/** Writes the package round a module that passes by, under a key of this attempt. */
export async function storePackage(
  ctx: Pick<Context, "store">,
  input: PublishInput,
  inspection: Inspection,
  module: Pieces,
): Promise<{ packageKey: string; packageChecksum: string; packageSizeBytes: number }> {
  const packageKey = `packages/${input.name}/${crypto.randomUUID()}.zip`;
  const { head, tail, sizeBytes } = packageFrame(input, inspection);
  const { pieces, checksum } = digested(inOrder([head], module, [tail]));
  await ctx.store.putStream(packageKey, { sizeBytes, pieces }, "application/zip");
  return { packageKey, packageChecksum: await checksum(), packageSizeBytes: sizeBytes };
}

async function* inOrder(...parts: Pieces[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* part;
}

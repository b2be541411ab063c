import { Fault } from "./fault.ts";
import { notARegistry } from "./not-a-registry.ts";

const MOST_TEXT_BYTES = 32 * 1024 * 1024;

export async function readText(response: Response): Promise<string> {
  return new TextDecoder().decode(await readBody(response, MOST_TEXT_BYTES));
}

/** @throws Fault at the first byte that is too many, whatever was announced */
export async function readBody(
  response: Response,
  mostBytes: number,
  onProgress?: (arrivedBytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let arrivedBytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    arrivedBytes += chunk.length;
    if (arrivedBytes > mostBytes) throw new Fault(notARegistry(response, `: more than ${mostBytes} bytes`), "final");
    chunks.push(chunk);
    onProgress?.(arrivedBytes);
  }
  return Buffer.concat(chunks);
}

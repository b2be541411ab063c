/** SHA-256 in lower-case hex. */
export async function sha256Hex(data: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Watches pieces as they pass. @returns them, and the SHA-256 of all in lower-case hex, for when the last has passed; in Workers only */
export function digested(pieces: Pieces): { pieces: AsyncIterable<Uint8Array>; checksum: () => Promise<string> } {
  const stream = new crypto.DigestStream("SHA-256");
  const writer = stream.getWriter();
  async function* passing() {
    for await (const piece of pieces) {
      await writer.write(piece);
      yield piece;
    }
    await writer.close();
  }
  return { pieces: passing(), checksum: async () => new Uint8Array(await stream.digest).toHex() };
}

/** The bytes are no core WebAssembly module, or one beyond the registry's bounds. The message is a sentence for the publisher. */
export class MalformedModule extends Error {
  override readonly name = "MalformedModule";
  /** Bytes from the beginning of the module. */
  readonly offset: number;

  constructor(sentence: string, offset: number) {
    super(`${sentence} (at byte ${offset})`);
    this.offset = offset;
  }
}

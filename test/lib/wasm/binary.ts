import wabt from "wabt";

type Features = Parameters<Awaited<ReturnType<typeof wabt>>["parseWat"]>[2];

/** The bytes of a module in the text format. */
export async function wat(source: string, features: Features = {}): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat("test.wat", source, features);
  const { buffer } = module.toBinary({ write_debug_names: true });
  module.destroy();
  return buffer;
}

/** What Node's engine, which compiles the module, says of it. */
export const engineAccepts = (bytes: Uint8Array): boolean => WebAssembly.validate(bytes);

export const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

export const vec = (...items: number[][]): number[] => [...leb(items.length), ...items.flat()];
export const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...leb(bytes.length), ...bytes];
};
export const section = (id: number, content: number[]): number[] => [id, ...leb(content.length), ...content];
export const custom = (name: string, content: number[] = []): number[] => section(0, [...text(name), ...content]);
export const moduleOf = (...sections: number[][]): Uint8Array => Uint8Array.from([...HEADER, ...sections.flat()]);
export const withSections = (module: Uint8Array, ...sections: number[][]): Uint8Array =>
  Uint8Array.from([...module, ...sections.flat()]);

/** Fields as tools write them: `{ language: { Rust: "" }, "processed-by": { rustc: "1.80.0" } }`. */
export function producers(fields: Record<string, Record<string, string>>): number[] {
  const content = Object.entries(fields).map(([field, tools]) => [
    ...text(field),
    ...vec(...Object.entries(tools).map(([name, version]) => [...text(name), ...text(version)])),
  ]);
  return custom("producers", vec(...content));
}

/** Small sections of a valid module: `(type (func))`, one function of it, its body. */
export const TYPE = section(1, vec([0x60, 0, 0]));
export const FUNCTION = section(3, vec([0]));
export const CODE = section(10, vec([2, 0, 0x0b]));
export const MEMORY = section(5, vec([0x01, 1, 2]));
export const TABLE = section(4, vec([0x70, 0x00, 1]));
export const i32 = (value: number): number[] => [0x41, value, 0x0b];

/** Deterministic numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

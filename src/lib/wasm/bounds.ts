import { MalformedModule } from "./malformed.ts";

/**
 * What one module may have. Each is far above what compilers emit for plugins and at or below what engines take
 * (https://webassembly.github.io/spec/js-api/#limits), and together they bound the time and memory of an inspection.
 */
export const BOUNDS = {
  types: { most: 100_000, noun: "types" },
  /** Recursive groups and single types, which may be empty. */
  typeGroups: { most: 100_000, noun: "groups of types" },
  /** Parameters, results and fields of all types together. */
  typeParts: { most: 1_000_000, noun: "parameters, results and fields" },
  imports: { most: 10_000, noun: "imports" },
  exports: { most: 10_000, noun: "exports" },
  functions: { most: 100_000, noun: "functions" },
  tables: { most: 1_000, noun: "tables" },
  memories: { most: 100, noun: "memories" },
  globals: { most: 100_000, noun: "globals" },
  tags: { most: 10_000, noun: "tags" },
  elementSegments: { most: 100_000, noun: "element segments" },
  /** Entries of all element segments together. */
  elements: { most: 1_000_000, noun: "table entries" },
  dataSegments: { most: 100_000, noun: "data segments" },
  /** Instructions of all initial values, offsets and entries together; function bodies are not read. */
  instructions: { most: 600_000, noun: "instructions outside of functions" },
  customSections: { most: 1_000, noun: "custom sections" },
  /** Bytes of the names of imports, exports and custom sections together: they are stored and shown. */
  nameBytes: { most: 1024 * 1024, noun: "bytes of names" },
} as const satisfies Record<string, { most: number; noun: string }>;

export type Bounded = keyof typeof BOUNDS;

/** The longest single name, in bytes. */
export const NAME_MAX_BYTES = 1024;
/** WebAssembly's own: 4 GiB in pages of 64 KiB, and 2^48 pages for a 64-bit memory. */
export const MAX_PAGES = { memory32: 65_536, memory64: 2 ** 48 } as const;
/** The engines' limit for a table's first size, in entries. */
export const TABLE_MAX_ENTRIES = 10_000_000;
/** A longer `producers` or `target_features` section is not written by any tool, and not read. */
export const METADATA_MAX_BYTES = 64 * 1024;
/** Of a section that is read whole; what the bounds above allow fits. Code, data and custom sections are passed over in pieces. */
export const SECTION_MAX_BYTES = 8 * 1024 * 1024;
/** Of what stands before the bytes of a data segment: a few numbers in what compilers emit. */
export const SEGMENT_HEAD_MAX_BYTES = 4 * 1024;

export class Budget {
  readonly #spent: Partial<Record<Bounded, number>> = {};

  /** @throws MalformedModule when the module has more than the bound */
  spend(kind: Bounded, amount: number, offset: number): void {
    const spent = (this.#spent[kind] ?? 0) + amount;
    const { most, noun } = BOUNDS[kind];
    if (spent > most)
      throw new MalformedModule(`The module has ${spent} ${noun} or more; the registry takes at most ${most}`, offset);
    this.#spent[kind] = spent;
  }
}

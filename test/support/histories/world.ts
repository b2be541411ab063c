import type { Person, PublishBody } from "../people.ts";
import type { Stack } from "../stack.ts";

/** Where one history takes place. */
export interface World {
  stack: Stack;
  /** The administrator comes last. */
  people: Person[];
  /** A plugin's name, and one that is easily mistaken for it. */
  names: string[];
  modules: Uint8Array[];
  checksums: string[];
  body: (name: string, version: string, bytes: number) => PublishBody;
  /** Of each author's latest review. */
  reviews: Map<number, string>;
  /** Each one's latest API token. */
  tokens: Map<number, { id: string; token: string }>;
}

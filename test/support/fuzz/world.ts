import { createHash } from "node:crypto";
import { openForm } from "../../web/support.ts";
import { custom, moduleOf } from "../../lib/wasm/binary.ts";
import type { PrivateStack } from "../stack.ts";
import { type Person, somebody, unique } from "../people.ts";
import { keyOf, newKey } from "../signing.ts";

/** Whom a request is from. `spare` is who changes passwords, signs out everywhere and is suspended. */
export type Actor = "owner" | "reader" | "spare" | "admin";

export const MODULE = moduleOf(custom("bytes", [1]));

/** What there is for requests to find; what they make is added, so that others reach further. */
export interface World {
  stack: PrivateStack;
  people: Record<Actor, Person>;
  /** A form's hidden token, of each one's session. */
  forms: Record<Actor, string>;
  names: string[];
  versions: string[];
  reviews: { name: string; id: string }[];
  tokenIds: string[];
  apiTokens: string[];
  keyIds: string[];
  uploadIds: string[];
  /** A number that was not used before. */
  next: () => number;
}

export async function newWorld(stack: PrivateStack): Promise<World> {
  const [owner, reader, spare, admin] = await Promise.all(
    [false, false, false, true].map((isAdmin) => somebody(stack, { isAdmin })),
  );
  const people = { owner: owner!, reader: reader!, spare: spare!, admin: admin! };
  const names = ["one", "two", "three"].map((which) => unique(`fuzz-${which}`));
  let count = 0;
  const world: World = {
    stack,
    people,
    forms: { owner: "", reader: "", spare: "", admin: "" },
    names,
    versions: ["1.0.0", "1.1.0"],
    reviews: [],
    tokenIds: [],
    apiTokens: [],
    keyIds: [],
    uploadIds: [],
    next: () => (count += 1),
  };
  for (const name of names) {
    await people.owner.publishes(name, "1.0.0", { tags: ["fuzz"], readme: "# Fuzz" });
    await people.owner.publishes(name, "1.1.0", name === names[0] ? {} : { dependencies: { [names[0]!]: "^1" } });
    world.reviews.push({ name, id: await people.reader.reviews(name, 4) });
  }
  for (const scopes of [["publish:new", "publish:update", "yank", "owners", "review"], ["review"]]) {
    const made = await people.owner.request("/api/v1/tokens", { json: { name: "fuzz", scopes } });
    const { id, token } = (await made.json()) as { id: string; token: string };
    world.tokenIds.push(id);
    world.apiTokens.push(token);
  }
  world.keyIds.push((await keyOf(people.owner)).keyId);
  for (const actor of Object.keys(people) as Actor[]) {
    world.forms[actor] = (await openForm(stack.request, "/settings", people[actor].token)).token;
  }
  return world;
}

/** The operations that make something, and where it is kept. */
const MADE: Record<string, (world: World, made: Record<string, string>, name: string) => void> = {
  createReview: (world, { review_id }, name) => world.reviews.push({ name, id: review_id! }),
  createToken: (world, { id }) => world.tokenIds.push(id!),
  addSigningKey: (world, { key_id }) => world.keyIds.push(key_id!),
  publish: (world, { upload_id }) => upload_id && world.uploadIds.push(upload_id),
};

export function learn(world: World, operation: string, made: unknown, name = ""): void {
  if (typeof made === "object" && made !== null) MADE[operation]?.(world, made as Record<string, string>, name);
}

/** Fields by name, for what a schema cannot say: what is there, what belongs together. */
export const FIELDS: Record<string, (world: World) => unknown> = {
  username: (world) => `fuzz-${world.people.owner.id.slice(0, 8)}-${world.next()}`,
  email: (world) => `${world.people.owner.id.slice(0, 8)}-${world.next()}@example.com`,
  password: () => "correct horse battery",
  current_password: () => "correct horse battery",
  new_password: () => "correct horse battery",
  public_key: () => newKey().publicKey,
  checksum: () => createHash("sha256").update(MODULE).digest("hex"),
  wasm_data: () => Buffer.from(MODULE).toString("base64"),
  file_size: () => MODULE.length,
  dependencies: (world) => ({ [world.names[0]!]: "^1" }),
  lock: (world) => ({ [world.names[0]!]: "1.0.0" }),
  license: () => "MIT",
  min_mockforge_version: () => "0.3.0",
  replacement: (world) => world.names[0],
  manifest: () => null,
  signature: () => null,
  size: () => null,
  sbom: () => null,
  sbom_signature: () => null,
};

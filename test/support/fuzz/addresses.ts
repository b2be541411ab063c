import { evilText } from "./malice.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

const NOWHERE = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/** What a path's parameters stand for, in this world. */
const PARAMETERS: Record<string, (world: World, random: Random, name: string) => string> = {
  name: (_, __, name) => name,
  version: (world, random) => random.pick([...world.versions, ...world.versions, "latest", "^1", "9.9.9"]),
  image: (_, __, name) => `${name}.svg`,
  file: (_, random, name) => `${name}-1.0.0.${random.pick(["wasm", "zip"])}`,
  username: (world, random) => random.pick([world.people.spare, world.people.reader]).username,
  upload_id: (world, random) => random.pick([...world.uploadIds, NOWHERE]),
  key_id: (world, random) => random.pick(world.keyIds),
  range: () => "1.0.0...1.1.0",
  category: (_, random) => random.pick(["auth", "testing"]),
  tag: () => "fuzz",
};

const ODD = [
  "%00",
  "%2e%2e%2f",
  "%252e",
  "%ff",
  "%c0%ae%c0%ae",
  "%ed%a0%80",
  "%",
  "%zz",
  "%e2%80%ae",
  "%0d%0aX-Fuzz:%201",
  "__proto__",
  "constructor",
  "\u00ff",
  ";a=b",
  "%20",
  "%2F",
  "%5c",
  "*",
  "a".repeat(8_000),
  "9".repeat(40),
  "1.0.0+%2b",
  "99999999999999999999.0.0",
];

export function addressOf(template: string, world: World, random: Random, wrong: boolean) {
  // What is taken down is the last of them, so that the others stay.
  const isTakedown = /takedown|restore/.test(template);
  const review = random.pick(world.reviews);
  const isOfReview = /\{id\}/.test(template) && template.includes("/reviews/");
  const name = isTakedown ? world.names.at(-1)! : isOfReview ? review.name : random.pick(world.names);
  const idOf = () => {
    if (isOfReview) return review.id;
    return template.includes("users") ? world.people.spare.id : random.pick(world.tokenIds);
  };
  const fill = (_: string, parameter: string) =>
    parameter === "id" ? idOf() : encodeURIComponent(PARAMETERS[parameter]!(world, random, name));
  const path = template.replaceAll(/\{(\w+)\}/g, fill);
  return { path: wrong ? distorted(path, random) : path, name };
}

function distorted(path: string, random: Random): string {
  const parts = path.split("/");
  const at = 1 + random.below(Math.max(parts.length - 1, 1));
  const evil = random.chance(0.4)
    ? encodeURIComponent(evilText(random).slice(0, 2_000).toWellFormed())
    : random.pick(ODD);
  const tricks = [
    () => parts.with(at, evil),
    () => parts.with(at, `${parts[at]}${evil}`),
    () => parts.with(at, evil),
    () => parts.with(at, parts[at]!.toUpperCase()),
    () => parts.with(at, `%${parts[at]!.charCodeAt(0).toString(16)}${parts[at]!.slice(1)}`),
    () => parts.toSpliced(at, 0, ""),
    () => parts.toSpliced(at, 0, random.pick(["..", ".", "%2e%2e"])),
    () => [...parts, ""],
    () => [...parts, evil],
    () => parts.slice(0, -1),
  ];
  const changed = random.pick(tricks)().join("/");
  return changed.startsWith("/") ? changed : `/${changed}`;
}

import { CATEGORIES } from "../../../src/lib/names.ts";
import type { Random } from "../fuzz/random.ts";
import type { Field, Truth } from "./claims.ts";

const LOOK_ALIKES: Record<string, string> = {
  a: "а",
  e: "е",
  o: "о",
  c: "с",
  p: "р",
  i: "і",
  s: "ѕ",
  "-": "‐",
  " ": "\u00a0",
};

/** Another text that a reader could take for the same. */
function nearly(text: string, random: Random): string {
  const at = 1 + random.below(text.length - 2);
  const [before, letter, after] = [text.slice(0, at), text[at]!, text.slice(at + 1)];
  const swapped = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
  const others = [
    before + after,
    before + letter + letter + after,
    before + swapped + after,
    before + (LOOK_ALIKES[letter] ?? "") + after,
    `${before}${letter}\u200b${after}`,
    `${before}${letter}\u0301${after}`,
    `${before} ${letter}${after}`,
    text.normalize("NFD"),
    `${text}.`,
  ].filter((other) => other !== text);
  return random.pick(others);
}

const nearlyVersion = (version: string, random: Random): unknown =>
  random.pick([
    version.replace("+build.7", ""),
    version.replace("build.7", "build.07"),
    version.replace("rc.1", "rc.01"),
    version.replace("rc.1", "RC.1"),
    version.replace("1.10", "1.1"),
    version.replace("1.10.0", "1.10"),
    version.replace("1.", "01."),
    version.replace("1", "１"),
    version.replaceAll(".", "．"),
    `v${version}`,
    ` ${version}`,
    `${version}\n`,
    `${version}.0`,
    "1.10.0",
    "1.10.1",
    1.1,
  ]);

/** Another claim of the same field; none that means the same once it is trimmed and in small letters, where case is nothing. */
export const ALTERED: Record<Field, (truth: Truth, random: Random) => unknown> = {
  name: ({ name }, random) =>
    random.pick([`${name}x`, name.slice(0, -1), name.toUpperCase(), nearly(name, random), `${name} `]),
  version: ({ version }, random) => nearlyVersion(version, random),
  description: ({ description }, random) => nearly(description, random),
  category: ({ category }, random) => random.pick(CATEGORIES.filter((other) => other !== category)),
  license: (_, random) => random.pick(["MIT", "Apache-2.0", "MIT AND Apache-2.0", "Apache-2.0 OR MIT", "NOASSERTION"]),
  repository: ({ repository }, random) =>
    random.pick([`${repository}/`, `${repository}#`, repository.replace("https", "http"), nearly(repository, random)]),
  homepage: ({ homepage }, random) => random.pick([`${homepage}?`, homepage.toUpperCase(), nearly(homepage, random)]),
  tags: ({ tags }, random) =>
    random.pick([[], tags.slice(1), [...tags, "more"], tags.map((tag) => `${tag}s`), ["jwt", "ѕecurity"]]),
  dependencies: ({ dependencies }, random) => {
    const [[name, requirement]] = Object.entries(dependencies) as [[string, string]];
    const others = [`${requirement}.0`, "^1", "*", "=1.0.0", "^2.0"].map((other) => ({ [name]: other }));
    return random.pick([{}, ...others, { [`${name}x`]: requirement }, { ...dependencies, "auth-jwt": "^1" }]);
  },
  min_mockforge_version: (_, random) => random.pick(["0.3.1", "0.3.0+a", "0.3.0-0", "0.03.0", "0.3", "3.0.0"]),
  language: (_, random) => random.pick(["go", "rust2", "ruѕt", "ru st", "assemblyscript"]),
};

import { VOCABULARY } from "../../../scripts/seed/bulk/vocabulary.ts";
import { loadPlugins } from "../../../scripts/seed/bulk/load.ts";
import { type Person, publishBody, somebody } from "../people.ts";
import type { Stack } from "../stack.ts";

/** What the load is about; it travels to the process that makes it. */
export interface SoakWorld {
  /** As the seeder made them, the most downloaded first. */
  plugins: { name: string; version: string; authorId: string }[];
  /** Published with a module, and with dependencies of that kind. */
  files: { name: string; checksum: string }[];
  /** Tokens of people who own nothing. */
  reviewers: string[];
  words: string[];
  jwtSecret: string;
}

const LEVELS = 5;
/** Of plugins for each on a level. */
const PER_WIDTH = 250;

/** Plugins by the seeder, which have no files, and a few that are published, each needing two of the level before. */
export async function makeSoakWorld(stack: Stack, plugins: number): Promise<SoakWorld> {
  await loadPlugins({ databaseUrl: stack.databaseUrl, plugins });
  const seeded = await stack.sql<SoakWorld["plugins"][number]>`
    select p.name, v.version, p.author_id as "authorId" from plugins p join plugin_versions v on v.id = p.current_version_id
    where p.taken_down_at is null order by p.downloads desc, p.name`;
  const people = await Promise.all(Array.from({ length: 10 }, () => somebody(stack)));
  const author = await somebody(stack);
  return {
    plugins: seeded,
    files: await publishFiles(author, Math.max(2, plugins / PER_WIDTH)),
    reviewers: people.map(({ token }) => token),
    words: [...VOCABULARY.heads, ...VOCABULARY.nouns],
    jwtSecret: stack.jwtSecret,
  };
}

async function publishFiles(author: Person, width: number): Promise<SoakWorld["files"]> {
  const files: SoakWorld["files"] = [];
  const nameOf = (level: number, place: number) => `soaked-${level}-${place % width}`;
  for (let level = 0; level < LEVELS; level += 1) {
    for (let place = 0; place < width; place += 1) {
      const name = nameOf(level, place);
      const needed = level === 0 ? [] : [nameOf(level - 1, place), nameOf(level - 1, place + 1)];
      await author.publishes(name, "1.0.0", { dependencies: Object.fromEntries(needed.map((each) => [each, "^1"])) });
      files.push({ name, checksum: (await publishBody(name, "1.0.0"))["checksum"] as string });
    }
  }
  return files;
}

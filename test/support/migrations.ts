import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

interface Journal {
  version: string;
  dialect: string;
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

/** Adds migrations to a folder of them, or starts one. Statements end in semicolons. */
export async function addMigrations(folder: string, added: Record<string, string>): Promise<void> {
  const path = join(folder, "meta", "_journal.json");
  const begun = await readFile(path, "utf8").catch(() => '{"version":"7","dialect":"postgresql","entries":[]}');
  const journal = JSON.parse(begun) as Journal;
  for (const [tag, sql] of Object.entries(added)) {
    const idx = journal.entries.length;
    const when = (journal.entries.at(-1)?.when ?? 0) + 1;
    journal.entries.push({ idx, version: "7", when, tag, breakpoints: true });
    await mkdir(join(folder, "meta"), { recursive: true });
    await writeFile(join(folder, `${tag}.sql`), sql.replaceAll(/;\n(?=.)/g, ";\n--> statement-breakpoint\n"));
  }
  await writeFile(path, JSON.stringify(journal));
}

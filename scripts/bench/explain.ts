import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { projectFolder } from "../stack/data-folder.ts";
import type { Statement } from "./load.ts";

/** What each read asks the database, how Postgres goes about it and what it reads for it. */
export async function writePlans(databaseUrl: string, plugins: number, reads: Map<string, Statement[]>): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const sections = [
    `# Plans at ${plugins.toLocaleString("en")} plugins\n\nWritten by \`npm run bench -- --rows ${plugins}\`; do not edit.\n`,
  ];
  try {
    for (const [title, statements] of reads) {
      const plans = [];
      for (const statement of statements) plans.push(await planOf(client, statement));
      sections.push(`## ${title}\n\n${plans.join("\n")}`);
    }
  } finally {
    await client.end();
  }
  const folder = join(projectFolder, "docs/benchmarks");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "explain.md"), sections.join("\n"));
}

async function planOf(client: pg.Client, { query, params }: Statement): Promise<string> {
  const { rows } = await client.query<Record<string, string>>(`EXPLAIN (ANALYZE, BUFFERS) ${query}`, params);
  return `\`\`\`\n${rows.map((row) => row["QUERY PLAN"]).join("\n")}\n\`\`\`\n`;
}

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../stack/data-folder.ts";
import { openExplainer } from "../stack/explainer.ts";
import type { Statement } from "./load.ts";

/** What each read asks the database, how Postgres goes about it and what it reads for it. */
export async function writePlans(databaseUrl: string, plugins: number, reads: Map<string, Statement[]>): Promise<void> {
  const explainer = await openExplainer(databaseUrl, "text");
  const sections = [
    `# Plans at ${plugins.toLocaleString("en")} plugins

Written by \`npm run bench -- --rows ${plugins}\`; do not edit. First what the Worker sends, then each statement that a function
of the database runs for it.
`,
  ];
  try {
    for (const [title, statements] of reads) {
      const plans = [];
      for (const statement of statements) plans.push(...(await explainer.plansOf(statement)));
      sections.push(`## ${title}\n\n${plans.map(fenced).join("\n")}`);
    }
  } finally {
    await explainer.close();
  }
  const folder = join(projectFolder, "docs/benchmarks");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "explain.md"), sections.join("\n"));
}

const fenced = (plan: string) => `\`\`\`sql\n${plan}\n\`\`\`\n`;

import { openBucket } from "./backup/files.ts";
import { saveBackup } from "./backup/save.ts";
import { Problem, runCommand } from "./stack/problem.ts";

const usage = `Usage: npm run backup -- <new folder>
It saves the database at DATABASE_URL, and the files in the bucket at S3_ENDPOINT that its versions name, while the registry runs.`;

await runCommand(async () => {
  const [folder, ...rest] = process.argv.slice(2);
  if (!folder || rest.length > 0) throw new Problem(usage);
  const { DATABASE_URL: databaseUrl } = process.env;
  if (!databaseUrl) throw new Problem("Set DATABASE_URL to the database to save.");
  const { manifest, digest } = await saveBackup({ folder, databaseUrl, bucket: openBucket() });
  const { tables, files, audit } = manifest.recount;
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
  console.log(`Saved ${rows} rows and ${files.count} files (${files.bytes} bytes), as of ${manifest.taken_at}, in ${folder}.
The manifest's SHA-256; keep it elsewhere, and give it to the restore: ${digest}`);
  const wrong = [...files.faults.map((key) => `${key} is not as it was published`), ...audit.problems];
  if (wrong.length > 0) throw new Problem(`The backup is whole, what it saved is not:\n${wrong.join("\n")}`);
});

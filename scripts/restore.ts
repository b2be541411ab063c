import { openBucket } from "./backup/files.ts";
import { restoreBackup } from "./backup/restore.ts";
import { withDatabase } from "./stack/command-database.ts";
import { Problem, runCommand } from "./stack/problem.ts";

const usage = `Usage: npm run restore -- <folder of a backup> [<the manifest's SHA-256>]
It fills the empty database at DATABASE_URL and the bucket at S3_ENDPOINT, and counts what is there then.`;

await runCommand(async () => {
  const [folder, remembered, ...rest] = process.argv.slice(2);
  if (!folder || rest.length > 0) throw new Problem(usage);
  if (!process.env.DATABASE_URL) throw new Problem("Set DATABASE_URL to the database to fill.");
  const bucket = openBucket();
  await withDatabase(async (database) => {
    const { taken_at, recount } = await restoreBackup({ folder, database, bucket, remembered });
    const { tables, figures, audit, files } = recount;
    const rows = Object.entries(tables).map(([name, table]) => `  ${name} ${table.rows}`);
    const counts = Object.entries(figures).map(
      ([name, { kept, counted }]) => `  ${name}: kept ${kept}, counted ${counted}`,
    );
    console.log(`Restored as of ${taken_at}. Recounted, and equal to the backup:
${[...rows, ...counts].join("\n")}
  audit chain ${audit.position}:${audit.hash}
  files ${files.count}, ${files.bytes} bytes`);
    const wrong = [...files.faults.map((key) => `${key} was not as it was published`), ...audit.problems];
    if (wrong.length > 0) console.log(`What was wrong when it was saved is so still:\n${wrong.join("\n")}`);
  });
});

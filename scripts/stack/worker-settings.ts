import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder, type DataFolder } from "./data-folder.ts";
import { Problem } from "./problem.ts";

/** As wrangler.toml sets up the local R2 simulator; they open nothing else. */
export const localS3 = {
  accessKeyId: "local-access-key",
  secretAccessKey: "local-secret-key",
  bucket: "mockforge-plugins",
};

export interface Addresses {
  databaseUrl: string;
  sqlEndpoint: string;
  s3Endpoint: string;
}

/** Writes the Worker's secrets and variables to a file only its owner can read, and returns the file's path. */
export async function writeWorkerSettings(folder: DataFolder, addresses: Addresses): Promise<string> {
  const settings: Record<string, string> = {
    DATABASE_URL: addresses.databaseUrl,
    SQL_ENDPOINT: addresses.sqlEndpoint,
    S3_ENDPOINT: addresses.s3Endpoint,
    S3_ACCESS_KEY_ID: localS3.accessKeyId,
    S3_SECRET_ACCESS_KEY: localS3.secretAccessKey,
    JWT_SECRET: process.env.JWT_SECRET ?? (await keptSecret(folder)),
  };
  for (const name of await variableNames()) {
    const value = process.env[name];
    if (value !== undefined && name !== "S3_BUCKET") settings[name] = value;
  }
  return folder.writePrivate("worker.env", Object.entries(settings).map(toLine).join(""));
}

async function keptSecret(folder: DataFolder): Promise<string> {
  const kept = await readFile(folder.file("jwt-secret"), "utf8").catch(() => undefined);
  if (kept) return kept;
  const secret = randomBytes(32).toString("hex");
  await folder.writePrivate("jwt-secret", secret);
  return secret;
}

async function variableNames(): Promise<string[]> {
  const config = await readFile(join(projectFolder, "wrangler.toml"), "utf8");
  const section = /^\[vars\]\n((?:(?!\[).*\n)*)/m.exec(config)?.[1] ?? "";
  return [...section.matchAll(/^(\w+)\s*=/gm)].map(([, name]) => name!);
}

function toLine([name, value]: [string, string]): string {
  const quote = ["'", '"', "`"].find((candidate) => !value.includes(candidate));
  if (!quote || value.includes("\n"))
    throw new Problem(`${name} holds quotes or line breaks that cannot be passed on.`);
  // wrangler would replace $NAME by that variable.
  return `${name}=${quote}${value.replaceAll("$", "\\$")}${quote}\n`;
}

import { createHash } from "node:crypto";
import { MAX_MODULE_BYTES } from "#contract/sizes.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { type Announced, send } from "../publishing/send.ts";
import { signWith } from "../publishing/sign.ts";
import { openSource, type Source } from "../publishing/source.ts";
import { askWhether } from "../terminal/ask.ts";
import { size } from "../terminal/format.ts";
import { done } from "../terminal/report.ts";

interface PublishOptions {
  wasm?: string;
  sign?: string;
  dryRun?: boolean;
  yes?: boolean;
}

export async function publish(context: Context, path: string, options: PublishOptions) {
  const { wasm, sign, dryRun = false, yes = false } = options;
  const { terminal, settings } = context;
  const source = await openSource(path, wasm);
  refuseOversized(source);
  const checksum = sha256(source.module);
  const signature = sign === undefined ? undefined : await signWith(sign, { ...source.metadata, checksum });
  const announced = { checksum, file_size: source.module.length, signature };
  for (const line of summary(source, announced)) terminal.note(line);
  if (!dryRun && !yes) {
    const { name, version } = source.metadata;
    const message = `Publish ${name} ${version} at ${settings.url.value}? It cannot be changed afterwards.`;
    if (!(await askWhether(terminal, { message, flag: "--yes" }))) {
      throw new Failure("Nothing was published", { exitCode: EXIT.failed });
    }
  }
  return done(await send(context, source, announced, dryRun));
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function refuseOversized({ module, modulePath }: Source): void {
  if (module.length <= MAX_MODULE_BYTES) return;
  throw new Failure(`${modulePath} has ${size(module.length)}, and a module may have ${size(MAX_MODULE_BYTES)}`, {
    exitCode: EXIT.failed,
    hint: "build it with --release, and strip it with `wasm-opt -Oz --strip-debug`",
  });
}

function summary(
  { metadata, manifestPath, modulePath }: Source,
  { checksum, file_size, signature }: Announced,
): string[] {
  const dependencies = Object.entries(metadata.dependencies).map(([name, requirement]) => `${name} ${requirement}`);
  const rows: [string, string | undefined][] = [
    ["plugin", `${metadata.name} ${metadata.version}`],
    ["about", metadata.description],
    ["category", metadata.category],
    ["tags", metadata.tags.join(", ")],
    ["license", metadata.license],
    ["depends on", dependencies.join(", ")],
    ["mockforge", metadata.min_mockforge_version && `at least ${metadata.min_mockforge_version}`],
    ["manifest", manifestPath],
    ["module", `${modulePath}, ${size(file_size)}`],
    ["sha-256", checksum],
    ["signed with", signature?.key_id],
    ["readme", metadata.readme && "README.md"],
  ];
  return rows.filter(([, value]) => value).map(([label, value]) => `  ${label.padEnd(12)}${value}`);
}

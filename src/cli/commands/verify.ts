import type { VerifyDocument } from "../documents/install.ts";
import { EXIT } from "../exit-codes.ts";
import { pluginDirectory } from "../install/directory.ts";
import { inspectAll } from "../install/inspect.ts";
import { readLock } from "../install/lock-file.ts";
import { report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";

/** Hashes every file anew, and compares with the lock. It asks no registry. */
export async function verify(dir?: string) {
  const directory = pluginDirectory(dir);
  const plugins = (await readLock(directory))?.plugin ?? [];
  const inspections = await inspectAll(directory, plugins);
  const document: VerifyDocument = {
    directory: directory.root,
    plugins: plugins.map(({ name, version }) => ({
      name,
      version,
      ...(inspections.get(name) ?? { state: "missing", problems: [] }),
    })),
  };
  const isIntact = document.plugins.every(({ state }) => state === "intact");
  return report(document, show, isIntact ? EXIT.done : EXIT.integrity);
}

function show({ directory, plugins }: VerifyDocument, style: Style): string {
  if (plugins.length === 0) return style.dim(`Nothing is installed in ${directory}.`);
  const lines = plugins.flatMap(({ name, version, problems }) =>
    problems.length === 0
      ? [`${style.green("✓")} ${name} ${version}`]
      : problems.map((problem) => `${style.red("✗")} ${name} ${version}: ${problem}`),
  );
  const isIntact = plugins.every(({ state }) => state === "intact");
  return [...lines, ...(isIntact ? [] : [`${style.cyan("hint:")} restore with mockforge-registry install`])].join("\n");
}

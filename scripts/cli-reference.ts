import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { buildProgram } from "../src/cli/program.ts";
import { runCommand } from "./stack/problem.ts";

const HEAD = `<!-- Written by npm run docs:cli from the commands' own help. -->\n\n`;

/** docs/cli.md: the help of every command, as the program gives it. */
export const cliReference = (): string => HEAD + referenceOf(buildProgram(), []);

function referenceOf(command: CommandUnknownOpts, above: readonly string[]): string {
  const path = [...above, command.name()];
  const own = `${"#".repeat(path.length)} ${path.join(" ")}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
  return [own, ...command.commands.map((each) => referenceOf(each, path))].join("\n");
}

function helpOf(command: CommandUnknownOpts): string {
  const parts: string[] = [];
  command.configureOutput({
    writeOut: (text) => parts.push(text),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return parts.join("").trimEnd();
}

if (import.meta.main) {
  await runCommand(() => writeFile(fileURLToPath(new URL("../docs/cli.md", import.meta.url)), cliReference()));
}

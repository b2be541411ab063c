#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { CommanderError } from "commander";
import { answerCompletion } from "./completion/answer.ts";
import { EXIT } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { buildProgram } from "./program.ts";
import { Terminal } from "./terminal/terminal.ts";

// What parses HTTP in `fetch` is WebAssembly: optimising it takes longer than most commands, which would wait for its end.
setFlagsFromString("--wasm-tiering-budget=1000000000");

// Whoever reads us may stop when they have seen enough: `mockforge-registry search | head -1`.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.failed),
);

const HELPFUL = new Set(["commander.helpDisplayed", "commander.version"]);

async function main(): Promise<void> {
  const [, , first, ...words] = process.argv;
  if (first === "__complete") return answerCompletion(words);
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (HELPFUL.has(error.code)) return;
    process.exitCode = EXIT.usage;
    if (error.code === "commander.help") return;
    const [message = "", ...more] = error.message.replace(/^error: /, "").split("\n");
    const hint = more.join(" ").replaceAll(/[()]/g, "").trim() || "see mockforge-registry --help";
    const terminal = new Terminal({ json: process.argv.includes("--json") });
    terminal.fail(new Failure(message, { exitCode: EXIT.usage, hint: hint.replace(/^Did/, "did") }));
  }
}

void main();

import { Command } from "@commander-js/extra-typings";
import { addAccountCommands } from "./program/account.ts";
import { addConfigCommands } from "./program/config.ts";
import { addFindingCommands } from "./program/finding.ts";
import { VERSION } from "./version.ts";

/** Every command with its options and help, and nothing of what it does: that is loaded when it runs. */
export function buildProgram(): Command {
  const program = new Command("mockforge-registry")
    .description("Find, judge, publish and install plugins for MockForge.")
    .version(VERSION)
    .configureHelp({ showGlobalOptions: true })
    // main.ts prints what is wrong, for usage as for everything else.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  addFindingCommands(program);
  addAccountCommands(program);
  addConfigCommands(program);
  // After the commands, so that the type of their options holds only their own.
  program
    .option("--registry <url>", "the registry to speak to")
    .option("--token <token>", "the token to sign requests with")
    .option("--timeout <seconds>", "how long to wait for an answer")
    .option("--json", "print one JSON document to stdout");
  return program;
}

import { Command } from "@commander-js/extra-typings";
import colors from "picocolors";
import { addAccountCommands } from "./program/account.ts";
import { addAdminCommands } from "./program/admin.ts";
import { addCompletionCommand } from "./program/completion.ts";
import { addConfigCommands } from "./program/config.ts";
import { addFindingCommands } from "./program/finding.ts";
import { addInstalledCommands, addInstallingCommands } from "./program/installing.ts";
import { addKeyCommands } from "./program/keys.ts";
import { addMaintainingCommands } from "./program/maintaining.ts";
import { addReviewCommand } from "./program/reviewing.ts";
import { addTokenCommands } from "./program/tokens.ts";
import { MANUAL } from "./program/manual.ts";
import { VERSION } from "./version.ts";

/** In the order of the help. */
const GROUPS = [
  addFindingCommands,
  addInstallingCommands,
  addInstalledCommands,
  addReviewCommand,
  addMaintainingCommands,
  addAccountCommands,
  addTokenCommands,
  addKeyCommands,
  addConfigCommands,
  addCompletionCommand,
  addAdminCommands,
];

// Always: commander takes it out again where there are to be no colours.
const { bold } = colors.createColors(true);

/** Every command with its options and help, and nothing of what it does: that is loaded when it runs. */
export function buildProgram(): Command {
  const program = new Command("mockforge-registry")
    .description("Find, judge, publish and install plugins for MockForge.")
    .version(VERSION)
    .configureHelp({ showGlobalOptions: true, styleTitle: bold })
    .addHelpText("after", MANUAL)
    // main.ts prints what is wrong, for usage as for everything else.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const add of GROUPS) add(program);
  // After the commands, so that the type of their options holds only their own.
  program
    .option("--registry <url>", "the registry to speak to")
    .option("--token <token>", "the token to sign requests with")
    .option("--timeout <seconds>", "how long to wait for an answer")
    .option("--json", "print one JSON document to stdout");
  return program;
}

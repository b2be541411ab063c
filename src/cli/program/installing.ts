import type { Command } from "@commander-js/extra-typings";
import { DEFAULT_DIRECTORY } from "../install/directory.ts";
import { run } from "../run.ts";
import { examples } from "./examples.ts";

const DIR = ["--dir <path>", `where plugins are (default: ${DEFAULT_DIRECTORY})`] as const;
const YES = ["-y, --yes", "do not ask; without a terminal nobody is asked anyway"] as const;
const MOCKFORGE = ["--mockforge-version <version>", "only what works with this version of MockForge"] as const;

export function addInstallingCommands(program: Command): void {
  program
    .command("install")
    .summary("install plugins and what they need")
    .description(
      "Installs plugins and all that they depend on, and records them in mockforge-plugins.lock beside them. What is installed already stays as it is where it fits. Without a name, restores what the lock says.",
    )
    .argument("[name[@requirement]...]", "a version (@1.2.0), a requirement (@^1.2) or @latest")
    .option(...DIR)
    .option(...YES)
    .option("--locked", "fail if the lock would change")
    .option(...MOCKFORGE)
    .addHelpText(
      "after",
      examples("install auth-jwt", "install auth-jwt@^1.2 csv-source", "install --dir plugins --locked"),
    )
    .action(async (targets, options, command) => {
      await run(command, async (context) => {
        const { install } = await import("../commands/install.ts");
        return install(context, targets, options);
      });
    });

  program
    .command("update")
    .summary("update plugins as far as they may go")
    .description(
      "Updates plugins, or all of them, to the newest versions that fit what was asked for. To go further, ask for it: install <name>@latest.",
    )
    .argument("[name...]", "which; all unless given")
    .option(...DIR)
    .option(...YES)
    .option(...MOCKFORGE)
    .addHelpText("after", examples("update", "update auth-jwt --yes"))
    .action(async (names, options, command) => {
      await run(command, async (context) => {
        const { update } = await import("../commands/update.ts");
        return update(context, names, options);
      });
    });

  program
    .command("remove")
    .summary("remove plugins and what only they needed")
    .description("Removes plugins and what only they needed. What another plugin needs is not removed without it.")
    .argument("<name...>", "which")
    .option(...DIR)
    .addHelpText("after", examples("remove auth-jwt"))
    .action(async (names, { dir }, command) => {
      await run(command, async (context) => {
        const { remove } = await import("../commands/remove.ts");
        return remove(context, names, dir);
      });
    });
}

/** What looks at what is installed, and leaves it as it is. */
export function addInstalledCommands(program: Command): void {
  program
    .command("list")
    .summary("list installed plugins")
    .description("Lists installed plugins, what was asked for, and which others need them.")
    .option(...DIR)
    .addHelpText("after", examples("list", "list --json | jq -r '.plugins[].name'"))
    .action(async ({ dir }, command) => {
      await run(command, async () => {
        const { list } = await import("../commands/list.ts");
        return list(dir);
      });
    });

  program
    .command("outdated")
    .summary("list plugins that could be newer")
    .description(
      "Lists installed plugins of which there is something newer, which were taken back by their authors, or which are deprecated.",
    )
    .option(...DIR)
    .option(...MOCKFORGE)
    .addHelpText("after", examples("outdated"))
    .action(async (options, command) => {
      await run(command, async (context) => {
        const { outdated } = await import("../commands/outdated.ts");
        return outdated(context, options);
      });
    });

  program
    .command("verify")
    .summary("check that installed plugins are unchanged")
    .description(
      "Hashes every installed file anew and compares it with the lock. Ends with exit code 6 when something is missing or changed.",
    )
    .option(...DIR)
    .addHelpText("after", examples("verify", "verify --dir plugins"))
    .action(async ({ dir }, command) => {
      await run(command, async () => {
        const { verify } = await import("../commands/verify.ts");
        return verify(dir);
      });
    });
}

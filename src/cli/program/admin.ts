import type { Command } from "@commander-js/extra-typings";
import { run } from "../run.ts";
import { examples } from "./examples.ts";
import { positive } from "./values.ts";

export function addAdminCommands(program: Command): void {
  const admin = program
    .command("admin")
    .summary("for the registry's administrators")
    .description("What the registry's administrators do. Every change is in the audit log.")
    .addHelpText("after", examples("admin verify auth-jwt", "admin audit --plugin auth-jwt"));
  addPluginCommands(admin);
  addUserCommands(admin);

  admin
    .command("audit")
    .summary("show who changed what")
    .option("--actor <username>", "only by this account")
    .option("--action <action>", "only this action, such as plugin.verify")
    .option("--plugin <name>", "only of this plugin")
    .option("--page <number>", "which page, the first is 1", positive, 1)
    .option("--per-page <number>", "changes on a page, up to 100", positive, 20)
    .addHelpText("after", examples("admin audit", "admin audit --plugin auth-jwt --action version.yank --json"))
    .action(async (options, command) => {
      await run(command, async (context) => {
        const { audit } = await import("../commands/admin-audit.ts");
        return audit(context, options);
      });
    });
}

function addPluginCommands(admin: Command): void {
  admin
    .command("verify")
    .summary("give a plugin the verified mark")
    .argument("<name>", "a plugin")
    .option("--undo", "take it back")
    .addHelpText("after", examples("admin verify auth-jwt", "admin verify auth-jwt --undo"))
    .action(async (name, options, command) => {
      await run(command, async (context) => {
        const { verify } = await import("../commands/admin.ts");
        return verify(context, name, options);
      });
    });

  admin
    .command("takedown")
    .summary("hide a plugin everywhere")
    .description("Hides a plugin everywhere. Its name stays held, and restore brings it back.")
    .argument("<name>", "a plugin")
    .requiredOption("--reason <text>", "kept in the audit log")
    .addHelpText("after", examples(`admin takedown auth-jwt --reason "Sends credentials to a third party"`))
    .action(async (name, options, command) => {
      await run(command, async (context) => {
        const { takeDown } = await import("../commands/admin.ts");
        return takeDown(context, name, options);
      });
    });

  admin
    .command("restore")
    .summary("show a plugin again")
    .argument("<name>", "a plugin that was taken down")
    .addHelpText("after", examples("admin restore auth-jwt"))
    .action(async (name, _options, command) => {
      await run(command, async (context) => {
        const { restore } = await import("../commands/admin.ts");
        return restore(context, name);
      });
    });
}

function addUserCommands(admin: Command): void {
  admin
    .command("suspend")
    .summary("lock an account out")
    .argument("<account>", "a username or an e-mail address")
    .addHelpText("after", examples("admin suspend mallory"))
    .action(async (who, _options, command) => {
      await run(command, async (context) => {
        const { suspend } = await import("../commands/admin-suspend.ts");
        return suspend(context, who);
      });
    });

  admin
    .command("unsuspend")
    .summary("let an account in again")
    .argument("<account>", "a username or an e-mail address")
    .addHelpText("after", examples("admin unsuspend mallory"))
    .action(async (who, _options, command) => {
      await run(command, async (context) => {
        const { unsuspend } = await import("../commands/admin-suspend.ts");
        return unsuspend(context, who);
      });
    });
}

import { Argument, type Command } from "@commander-js/extra-typings";
import { run } from "../run.ts";
import { examples } from "./examples.ts";

const VERSION_OF = "<name@version>";

/** What authors do: publish, and look after what they have published. */
export function addMaintainingCommands(program: Command): void {
  addPublishCommand(program);

  program
    .command("yank")
    .summary("take a version out of use")
    .description(
      "Takes a version out of use: nothing resolves to it any more; whoever has it in a lock file, or asks for it by its number, still gets it.",
    )
    .argument(VERSION_OF, "a version of a plugin of yours")
    .option("--reason <text>", "shown to whoever uses the version")
    .addHelpText("after", examples(`yank auth-jwt@1.2.0 --reason "Accepts expired tokens"`))
    .action(async (target, options, command) => {
      await run(command, async (context) => {
        const { yank } = await import("../commands/yank.ts");
        return yank(context, target, options);
      });
    });

  program
    .command("unyank")
    .summary("put a version back into use")
    .argument(VERSION_OF, "a version that was yanked")
    .addHelpText("after", examples("unyank auth-jwt@1.2.0"))
    .action(async (target, _options, command) => {
      await run(command, async (context) => {
        const { unyank } = await import("../commands/yank.ts");
        return unyank(context, target);
      });
    });

  program
    .command("deprecate")
    .summary("tell users to move on")
    .description("Marks a plugin as deprecated, with a message for its users; it stays installable.")
    .argument("<name>", "a plugin of yours")
    .option("--message <text>", "why")
    .option("--replacement <name>", "the plugin to use instead")
    .option("--undo", "take it back")
    .addHelpText(
      "after",
      examples(`deprecate auth-jwt --message "Superseded" --replacement auth-oidc`, "deprecate auth-jwt --undo"),
    )
    .action(async (name, options, command) => {
      await run(command, async (context) => {
        const { deprecate } = await import("../commands/deprecate.ts");
        return deprecate(context, name, options);
      });
    });

  addOwnerCommands(program);
}

function addPublishCommand(program: Command): void {
  program
    .command("publish")
    .summary("publish a version of a plugin")
    .description(
      "Publishes what plugin.yaml says, with the module that cargo has built. Shows what will be sent, and asks; a version that is published never changes.",
    )
    .argument("[path]", "a folder with plugin.yaml, a .zip of one, or a .wasm below one", ".")
    .option("--wasm <file>", "the module, where it is not in target/<target>/<profile>")
    .option(
      "--sign <private key>",
      "sign it with this Ed25519 key in PEM, whose public half is one of your signing keys",
    )
    .option("--dry-run", "let the registry check everything, and publish nothing")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      examples(
        "publish",
        "publish --dry-run",
        "publish plugins/auth-jwt --wasm build/auth.wasm",
        "publish auth-jwt.zip --yes",
        "publish --sign signing-key.pem",
      ),
    )
    .action(async (path, options, command) => {
      await run(command, async (context) => {
        const { publish } = await import("../commands/publish.ts");
        return publish(context, path, options);
      });
    });
}

const CHANGES = [
  {
    verb: "add",
    summary: "let somebody publish a plugin",
    load: async () => (await import("../commands/owner.ts")).addOwner,
  },
  {
    verb: "remove",
    summary: "end somebody's right to publish a plugin",
    load: async () => (await import("../commands/owner.ts")).removeOwner,
  },
] as const;

function addOwnerCommands(program: Command): void {
  const owner = program
    .command("owner")
    .summary("say who may publish a plugin")
    .description("Shows and changes who may publish a plugin. An owner may do everything, also remove others.")
    .addHelpText("after", examples("owner list auth-jwt", "owner add auth-jwt ada"));

  for (const { verb, summary, load } of CHANGES) {
    owner
      .command(verb)
      .summary(summary)
      .addArgument(new Argument("<name>", "a plugin of yours"))
      .argument("<username>", "whom")
      .addHelpText("after", examples(`owner ${verb} auth-jwt ada`))
      .action(async (name, username, _options, command) => {
        await run(command, async (context) => (await load())(context, name, username));
      });
  }

  owner
    .command("list")
    .summary("show who may publish a plugin")
    .argument("<name>", "a plugin")
    .addHelpText("after", examples("owner list auth-jwt"))
    .action(async (name, _options, command) => {
      await run(command, async (context) => {
        const { listOwners } = await import("../commands/owner.ts");
        return listOwners(context, name);
      });
    });
}

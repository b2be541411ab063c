import { type Command, Argument } from "@commander-js/extra-typings";
import { run } from "../run.ts";
import { SETTINGS } from "../settings/settings.ts";
import { examples } from "./examples.ts";

export function addConfigCommands(program: Command): void {
  const config = program
    .command("config")
    .summary("read and change settings")
    .description(
      "Reads and changes settings. What holds is, in this order: an option (--registry, --token, --timeout), the variables MOCKFORGE_REGISTRY_URL and MOCKFORGE_REGISTRY_TOKEN, the file mockforge/registry.toml in $XDG_CONFIG_HOME or ~/.config.",
    )
    .addHelpText("after", examples("config list", "config set url https://registry.example.com"));

  config
    .command("list")
    .summary("show all settings and where they come from")
    .addHelpText("after", examples("config list", "config list --json"))
    .action(async (_options, command) => {
      await run(command, async (context) => {
        const { listConfig } = await import("../commands/config-list.ts");
        return listConfig(context);
      });
    });

  config
    .command("get")
    .summary("print one setting")
    .addArgument(new Argument("<key>", "which").choices(SETTINGS))
    .addHelpText("after", examples("config get url"))
    .action(async (key, _options, command) => {
      await run(command, async (context) => {
        const { getConfig } = await import("../commands/config-get.ts");
        return getConfig(context, key);
      });
    });

  config
    .command("set")
    .summary("change one setting in the file")
    .description(
      "Changes one setting in the file, and leaves everything else in it as it is. The address of another registry removes the stored token, which that registry must not see.",
    )
    .addArgument(new Argument("<key>", "which").choices(SETTINGS))
    .argument("<value>", "a list is separated by commas")
    .addHelpText("after", examples("config set url https://registry.example.com", "config set timeout 60"))
    .action(async (key, value, _options, command) => {
      await run(command, async (context) => {
        const { setConfig } = await import("../commands/config-set.ts");
        return setConfig(context, key, value);
      });
    });
}

import { type Command, Option } from "@commander-js/extra-typings";
import { CATEGORIES } from "#lib/names.ts";
import { SORT_ORDERS } from "#lib/sort-orders.ts";
import { run } from "../run.ts";
import { examples } from "./examples.ts";
import { positive } from "./values.ts";

export function addFindingCommands(program: Command): void {
  program
    .command("search")
    .summary("find plugins")
    .description("Finds plugins by name, tags and description; without a query, lists them.")
    .argument("[query...]", "words to look for")
    .addOption(new Option("--category <category>", "only of this category").choices(CATEGORIES))
    .option("--tags <tags>", "only with all of these tags, separated by commas")
    .option("--language <language>", "only written in this language")
    .addOption(new Option("--sort <order>", "what comes first").choices(SORT_ORDERS))
    .option("--page <number>", "which page, the first is 1", positive, 1)
    .option("--per-page <number>", "plugins on a page, up to 100", positive, 20)
    .addHelpText(
      "after",
      examples("search jwt", "search --category auth --sort rating", "search csv --json | jq -r '.plugins[].name'"),
    )
    .action(async (words, options, command) => {
      await run(command, async (context) => {
        const { search } = await import("../commands/search.ts");
        return search(context, words.join(" "), options);
      });
    });

  program
    .command("info")
    .summary("show a plugin")
    .description("Shows what a plugin is, what it can do, who uses it and what they think of it.")
    .argument("<name[@version]>", "a plugin; the version may be a requirement such as ^1.2")
    .addHelpText("after", examples("info auth-jwt", "info auth-jwt@1.1.0", "info auth-jwt@^1 --json"))
    .action(async (target, _options, command) => {
      await run(command, async (context) => {
        const { info } = await import("../commands/info.ts");
        return info(context, target);
      });
    });

  program
    .command("open")
    .summary("show a plugin's page in the browser")
    .description("Prints the address of a plugin's page; on a terminal, opens it in the browser too.")
    .argument("<name>", "a plugin")
    .addHelpText("after", examples("open auth-jwt", "open auth-jwt | pbcopy"))
    .action(async (name, _options, command) => {
      await run(command, async (context) => {
        const { open } = await import("../commands/open.ts");
        return open(context, name);
      });
    });
}

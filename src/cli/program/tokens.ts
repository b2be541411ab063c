import { type Command, Option } from "@commander-js/extra-typings";
import { SCOPES } from "#lib/scopes.ts";
import { run } from "../run.ts";
import { examples } from "./examples.ts";
import { positive } from "./values.ts";

export function addTokenCommands(program: Command): void {
  const token = program
    .command("token")
    .summary("tokens for programs that publish")
    .description("Makes, lists and revokes API tokens. Needs a session: sign in by password first.")
    .addHelpText("after", examples("token list", `token create "CI of auth-jwt" --scope publish:update`));

  token
    .command("create")
    .summary("make a token and print it, this once")
    .argument("<what for>", "to recognise it by")
    .addOption(new Option("--scope <scopes...>", "what it may do").choices(SCOPES).makeOptionMandatory())
    .option("--plugin <patterns...>", "only for these plugins, such as auth-*")
    .option("--expires-in-days <days>", "1 to 365, 90 unless given", positive)
    .addHelpText(
      "after",
      examples(
        `token create "CI of auth-jwt" --scope publish:update --plugin "auth-*" --expires-in-days 30`,
        `token create CI --scope publish:new publish:update > token.txt`,
      ),
    )
    .action(async (name, options, command) => {
      await run(command, async (context) => {
        const { createToken } = await import("../commands/token.ts");
        return createToken(context, name, options);
      });
    });

  token
    .command("list")
    .summary("show your tokens, not their secrets")
    .addHelpText("after", examples("token list"))
    .action(async (_options, command) => {
      await run(command, async (context) => {
        const { listTokens } = await import("../commands/token.ts");
        return listTokens(context);
      });
    });

  token
    .command("revoke")
    .summary("end a token")
    .argument("<token>", "its id, or the beginning that the list shows")
    .addHelpText("after", examples("token revoke mfr_Zk3q9vXa"))
    .action(async (which, _options, command) => {
      await run(command, async (context) => {
        const { revokeToken } = await import("../commands/token.ts");
        return revokeToken(context, which);
      });
    });
}

import type { Command } from "@commander-js/extra-typings";
import { run } from "../run.ts";
import { examples } from "./examples.ts";

export function addAccountCommands(program: Command): void {
  program
    .command("register")
    .summary("create an account and sign in")
    .description("Creates an account at the registry and signs in. Asks for what is not given.")
    .option("--username <name>", "the public name of the account")
    .option("--email <address>", "never public; to sign in with")
    .option("--password-stdin", "read the password from stdin")
    .addHelpText(
      "after",
      examples("register", "register --username ada --email ada@example.com --password-stdin < secret"),
    )
    .action(async (options, command) => {
      await run(command, async (context) => {
        const { register } = await import("../commands/register.ts");
        return register(context, options);
      });
    });

  program
    .command("login")
    .summary("sign in")
    .description(
      "Signs in by e-mail address and password, or by a token, and remembers the registry and the token.\nA token on the command line can be seen by others on this machine; --token-stdin cannot.",
    )
    .option("--email <address>", "the account's e-mail address")
    .option("--password-stdin", "read the password from stdin")
    .option("--token-stdin", "read a token from stdin")
    .addHelpText(
      "after",
      examples(
        "login",
        "login --registry https://registry.example.com",
        "login --token-stdin < token.txt",
        "login --email ada@example.com --password-stdin < secret",
      ),
    )
    .action(async (options, command) => {
      await run(command, async (context) => {
        const { login } = await import("../commands/login.ts");
        return login(context, options);
      });
    });

  program
    .command("logout")
    .summary("forget the token")
    .description("Forgets the token that is stored on this machine.")
    .option("--everywhere", "end every session of the account, on all machines")
    .addHelpText("after", examples("logout", "logout --everywhere"))
    .action(async (options, command) => {
      await run(command, async (context) => {
        const { logout } = await import("../commands/logout.ts");
        return logout(context, options);
      });
    });

  program
    .command("whoami")
    .summary("show who is signed in")
    .description("Shows the account whose token is used, and where the token comes from.")
    .addHelpText("after", examples("whoami", "whoami --json | jq -r .username"))
    .action(async (_options, command) => {
      await run(command, async (context) => {
        const { whoami } = await import("../commands/whoami.ts");
        return whoami(context);
      });
    });
}

import type { Command } from "@commander-js/extra-typings";
import { run } from "../run.ts";
import { examples } from "./examples.ts";

export function addKeyCommands(program: Command): void {
  const key = program
    .command("key")
    .summary("keys that your publications are signed with")
    .description("Registers, lists and revokes Ed25519 public keys. Needs a session: sign in by password first.")
    .addHelpText("after", examples("key list", "key add laptop signing-key.pub.pem"));

  key
    .command("add")
    .summary("register a public key, and print its id")
    .argument("<where>", "to recognise it by")
    .argument("<public key>", "a file that holds it, in PEM or as base64")
    .addHelpText("after", examples("key add laptop signing-key.pub.pem"))
    .action(async (where, path, _options, command) => {
      await run(command, async (context) => {
        const { addKey } = await import("../commands/key.ts");
        return addKey(context, where, path);
      });
    });

  key
    .command("list")
    .summary("show your keys, also the revoked ones")
    .addHelpText("after", examples("key list"))
    .action(async (_options, command) => {
      await run(command, async (context) => {
        const { listKeys } = await import("../commands/key.ts");
        return listKeys(context);
      });
    });

  key
    .command("revoke")
    .summary("end a key for good; what it has signed shows that")
    .argument("<key>", "its id, or its first eight digits or more")
    .addHelpText("after", examples("key revoke 21fe31df"))
    .action(async (which, _options, command) => {
      await run(command, async (context) => {
        const { revokeKey } = await import("../commands/key.ts");
        return revokeKey(context, which);
      });
    });
}

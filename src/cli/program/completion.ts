import { Argument, type Command } from "@commander-js/extra-typings";
import { SHELLS } from "../completion/scripts.ts";
import { run } from "../run.ts";
import { examples } from "./examples.ts";

export function addCompletionCommand(program: Command): void {
  program
    .command("completion")
    .summary("print a script that completes commands, options and plugins' names")
    .addArgument(new Argument("<shell>", "which").choices(SHELLS))
    .addHelpText(
      "after",
      examples(
        "completion bash > ~/.local/share/bash-completion/completions/mockforge-registry",
        `completion zsh > "\${fpath[1]}/_mockforge_registry"`,
        "completion fish > ~/.config/fish/completions/mockforge-registry.fish",
      ),
    )
    .action(async (shell, _options, command) => {
      await run(command, async () => {
        const { scriptFor } = await import("../commands/completion.ts");
        return scriptFor(shell);
      });
    });
}

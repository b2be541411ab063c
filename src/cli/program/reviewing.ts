import type { Command } from "@commander-js/extra-typings";
import { run } from "../run.ts";
import { examples } from "./examples.ts";
import { positive } from "./values.ts";

export function addReviewCommand(program: Command): void {
  program
    .command("review")
    .summary("say what you think of a plugin")
    .description("Publishes your review of a plugin, one a person; asks for what is not given.")
    .argument("<name[@version]>", "the plugin, and the version you used unless it is the current one")
    .option("--rating <stars>", "1 to 5", positive)
    .option("--title <text>", "the review in a line")
    .option("--comment <text>", "10 to 5,000 characters")
    .addHelpText(
      "after",
      examples(`review auth-jwt --rating 5 --comment "Set up in five minutes, and the errors are clear."`),
    )
    .action(async (target, options, command) => {
      await run(command, async (context) => {
        const { review } = await import("../commands/review.ts");
        return review(context, target, options);
      });
    });
}

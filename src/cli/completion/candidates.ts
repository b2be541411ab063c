import type { Command } from "@commander-js/extra-typings";

export interface Candidate {
  word: string;
  meaning: string;
}

/** What may stand where the last of `words` does; `plugins` are to be asked of the registry. */
export type Completion = { candidates: Candidate[] } | { pluginsLike: string };

/** Reads the program itself, so that no command or option can be forgotten. */
export function complete(program: Command, words: readonly string[]): Completion {
  const typed = words.at(-1) ?? "";
  const { command, args, option } = walk(program, words.slice(0, -1));
  if (option)
    return {
      candidates: matching(
        (option.argChoices ?? []).map((word) => ({ word, meaning: "" })),
        typed,
      ),
    };
  if (typed.startsWith("-")) return { candidates: matching(optionsOf(command, program), typed) };
  const below = command.commands.map((each) => ({ word: each.name(), meaning: each.summary() }));
  if (below.length > 0) return { candidates: args > 0 ? [] : matching(below, typed) };
  const argument = command.registeredArguments[Math.min(args, command.registeredArguments.length - 1)];
  if (argument?.argChoices)
    return {
      candidates: matching(
        argument.argChoices.map((word) => ({ word, meaning: "" })),
        typed,
      ),
    };
  return argument?.name().startsWith("name") ? { pluginsLike: typed } : { candidates: [] };
}

/** How far the words before go: to which command, how many arguments, and whether an option waits for its value. */
function walk(program: Command, words: readonly string[]) {
  let command = program;
  let args = 0;
  let option: Command["options"][number] | undefined;
  for (const word of words) {
    if (option) {
      option = undefined;
      continue;
    }
    option = [...command.options, ...program.options].find(
      (each) => each.required && [each.short, each.long].includes(word),
    );
    if (word.startsWith("-")) continue;
    const below = command.commands.find((each) => each.name() === word);
    if (below) command = below as unknown as Command;
    else args += 1;
  }
  return { command, args, option };
}

const optionsOf = (command: Command, program: Command): Candidate[] =>
  [...new Set([...command.options, ...program.options])].map(({ long, description }) => ({
    word: long ?? "",
    meaning: description,
  }));

const matching = (candidates: Candidate[], typed: string) => candidates.filter(({ word }) => word.startsWith(typed));

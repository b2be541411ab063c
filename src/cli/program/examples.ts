/** The examples that end a command's help: what is typed after `mockforge-registry`. */
export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ mockforge-registry ${line}`).join("\n")}`;

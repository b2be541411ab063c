import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import type { Terminal } from "./terminal.ts";
import { visible } from "./visible.ts";

/** Where prompts are drawn: stdout belongs to the result. */
const context = { output: process.stderr };

/** What to use instead where nobody can be asked. */
interface Question {
  message: string;
  flag: string;
}

export async function askText(terminal: Terminal, question: Question): Promise<string> {
  requireSomebody(terminal, question);
  const { default: input } = await import("@inquirer/input");
  return answered(input({ message: visible(question.message), required: true }, context));
}

/** What is typed is not shown. */
export async function askSecret(terminal: Terminal, question: Question): Promise<string> {
  requireSomebody(terminal, question);
  const { default: password } = await import("@inquirer/password");
  return answered(password({ message: visible(question.message), mask: false }, context));
}

export async function askWhether(terminal: Terminal, question: Question): Promise<boolean> {
  requireSomebody(terminal, question);
  const { default: confirm } = await import("@inquirer/confirm");
  return answered(confirm({ message: visible(question.message), default: true }, context));
}

function requireSomebody(terminal: Terminal, { message, flag }: Question): void {
  if (terminal.interactive) return;
  throw new Failure(`There is no terminal to ask "${message}" on`, { exitCode: EXIT.usage, hint: `give ${flag}` });
}

async function answered<Answer>(prompt: Promise<Answer>): Promise<Answer> {
  try {
    return await prompt;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
    throw new Failure("Cancelled", { exitCode: EXIT.failed, cause: error });
  }
}

/** All of stdin, without the line break at its end: how a secret comes from a script. */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

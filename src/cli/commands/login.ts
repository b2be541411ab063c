import { LoginRequest } from "#contract/accounts.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { checked } from "../input/checked.ts";
import { logIn } from "../routes/accounts.ts";
import { askSecret, askText, readInput } from "../terminal/ask.ts";
import { signIn } from "./sign-in.ts";

interface LoginOptions {
  email?: string;
  passwordStdin?: true;
  tokenStdin?: true;
}

export async function login(context: Context, options: LoginOptions) {
  const { settings, client, terminal } = context;
  if (options.tokenStdin) return signIn(context, await secretFromInput("token"));
  if (settings.token.source === "flag" && settings.token.value !== null) return signIn(context, settings.token.value);
  const email =
    options.email ?? (await askText(terminal, { message: "E-mail address", flag: "--email or --token-stdin" }));
  const password = options.passwordStdin
    ? await secretFromInput("password")
    : await askSecret(terminal, { message: "Password", flag: "--password-stdin" });
  const { token } = await client.send(logIn, { json: checked(LoginRequest, { email, password }) });
  return signIn(context, token);
}

async function secretFromInput(what: string): Promise<string> {
  const secret = await readInput();
  if (secret !== "" && !/[\r\n]/.test(secret)) return secret;
  throw new Failure(`stdin does not hold a ${what} on one line`, { exitCode: EXIT.usage });
}

import { RegisterRequest } from "#contract/accounts.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { checked } from "../input/checked.ts";
import { register as registerRoute } from "../routes/accounts.ts";
import { askSecret, askText, readInput } from "../terminal/ask.ts";
import { signIn } from "./sign-in.ts";

interface RegisterOptions {
  username?: string;
  email?: string;
  passwordStdin?: true;
}

export async function register(context: Context, options: RegisterOptions) {
  const { client, terminal } = context;
  const username = options.username ?? (await askText(terminal, { message: "Username", flag: "--username" }));
  const email = options.email ?? (await askText(terminal, { message: "E-mail address", flag: "--email" }));
  const password = options.passwordStdin ? await readInput() : await newPassword(context);
  const account = checked(RegisterRequest, { username, email, password });
  const { token } = await client.send(registerRoute, { json: account });
  return signIn(context, token);
}

async function newPassword({ terminal }: Context): Promise<string> {
  const password = await askSecret(terminal, { message: "Password", flag: "--password-stdin" });
  const again = await askSecret(terminal, { message: "Password again", flag: "--password-stdin" });
  if (password === again) return password;
  throw new Failure("The two passwords differ", { exitCode: EXIT.usage, hint: "try again" });
}

import type { SessionResponse } from "#contract/accounts.ts";
import type { RequestOptions } from "../../support/http.ts";
import { unique } from "../../support/people.ts";
import type { Stack } from "../../support/stack.ts";
import { randomAddress } from "../http/support.ts";

export const PASSWORD = "correct horse battery";

export interface Account {
  username: string;
  email: string;
  password: string;
}

export function newAccount(more: Partial<Account> = {}): Account {
  const username = unique("account");
  return { username, email: `${username}@example.com`, password: PASSWORD, ...more };
}

/** How somebody at an address of their own speaks to /api/v1/auth. */
export function visitor({ request }: Pick<Stack, "request">, ip = randomAddress()) {
  const post = (path: string, json: unknown, options: RequestOptions = {}) =>
    request(`/api/v1/auth/${path}`, { json, ip, ...options });
  return {
    registers: (json: unknown) => post("register", json),
    logsIn: (json: unknown) => post("login", json),
    changesPassword: (token: string, current_password: string, new_password: string) =>
      post("password", { current_password, new_password }, { token }),
    logsOutEverywhere: (token: string) => request("/api/v1/auth/logout-all", { method: "POST", token, ip }),
    me: (token: string) => request("/api/v1/auth/me", { token, ip }),
  };
}

/** Somebody who registered over HTTP, with what the registry answered. */
export async function registered(stack: Pick<Stack, "request">) {
  const account = newAccount();
  const by = visitor(stack);
  const session = (await (await by.registers(account)).json()) as SessionResponse;
  return { ...account, ...session, by };
}

import { type Scope, SCOPES } from "../../../src/lib/scopes.ts";
import type { ErrorCode } from "../../../src/lib/errors.ts";
import { FORGERIES } from "./forgery.ts";
import type { Rule } from "./rules.ts";
import { apiToken, type Role, ROLES, type Scene } from "./scene.ts";

export type Outcome = "done" | ErrorCode;

/** Somebody who asks: what they show, and what they are to be answered. */
export interface Asker {
  name: string;
  /** A session or a token; undefined for who shows nothing. */
  shows: (scene: Scene, rule: Rule) => string | undefined | Promise<string>;
  outcome: (rule: Rule) => Outcome;
}

const personOf = ({ people }: Scene, role: Role) => (role === "visitor" ? undefined : people[role]);

/** Who may do it themselves: a token or a forgery in their name can fail only for what it is. */
export const holderOf = (scene: Scene, { may }: Rule) =>
  personOf(
    scene,
    may.find((role) => role !== "visitor")!,
  )!;

const scopeOf = ({ token }: Rule): Scope => (token === "any" || token === "none" ? "yank" : token);

const roleAsker = (role: Role): Asker => ({
  name: role,
  shows: (scene) => personOf(scene, role)?.token,
  outcome: ({ may, refusal = "internal", unlike }) => {
    if (may.includes(role)) return "done";
    return role === "visitor" ? "authentication_required" : (unlike?.[role] ?? refusal);
  },
});

const forger = (name: string): Asker => ({
  name,
  shows: (scene, rule) => FORGERIES[name]!(scene.stack.jwtSecret, holderOf(scene, rule).id),
  outcome: ({ unasked }) => (unasked ? "done" : "invalid_token"),
});

type TokenOptions = Parameters<typeof apiToken>[2];

const tokenAsker = (
  name: string,
  options: (scope: Scope, plugin: string) => TokenOptions,
  scopedOutcome: Outcome,
): Asker => ({
  name,
  shows: async (scene, rule) =>
    (await apiToken(scene.stack, holderOf(scene, rule), options(scopeOf(rule), scene.plugin))).token,
  outcome: ({ token, unasked }) => {
    if (unasked) return "done";
    if (scopedOutcome === "invalid_token") return scopedOutcome;
    if (token === "none") return "session_required";
    return token === "any" ? "done" : scopedOutcome;
  },
});

const suspended: Asker = {
  name: "suspended",
  shows: ({ people }) => people.suspended.token,
  outcome: ({ unasked }) => (unasked ? "done" : "account_suspended"),
};

export const ASKERS: Asker[] = [
  ...ROLES.map(roleAsker),
  suspended,
  ...Object.keys(FORGERIES).map(forger),
  tokenAsker("a token", (scope, name) => ({ scopes: [scope], plugins: ["else-*", `${name.slice(0, -2)}*`] }), "done"),
  tokenAsker(
    "a token without the scope",
    (scope) => ({ scopes: SCOPES.filter((each) => each !== scope) }),
    "missing_scope",
  ),
  tokenAsker(
    "a token for other plugins",
    (scope) => ({ scopes: [scope], plugins: ["elsewhere-*"] }),
    "plugin_outside_token",
  ),
  tokenAsker("an expired token", () => ({ scopes: SCOPES, state: "expired" }), "invalid_token"),
  tokenAsker("a revoked token", () => ({ scopes: SCOPES, state: "revoked" }), "invalid_token"),
];

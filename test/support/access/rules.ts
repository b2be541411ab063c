import type { ErrorCode } from "../../../src/lib/errors.ts";
import type { Scope } from "../../../src/lib/scopes.ts";
import { type Role, ROLES, type Scene } from "./scene.ts";

/** What is sent to a route: a request that succeeds, if it is allowed. */
export interface Sent {
  json?: unknown;
  fields?: Record<string, string>;
  body?: FormData;
  query?: string;
  params?: Record<string, string>;
}

/** Who may do what a route does. */
export interface Rule {
  /** Everybody else is refused. */
  may: readonly Role[];
  /** How who is signed in, and may not, is refused. */
  refusal?: ErrorCode;
  /** Where one of them is refused otherwise. */
  unlike?: Partial<Record<Role, ErrorCode>>;
  /** What an API token must be allowed; `any` token will do, or `none`. */
  token: Scope | "any" | "none";
  sends?: (scene: Scene) => Sent | Promise<Sent>;
  /** Makes it a change, in a scene where it is allowed. */
  prepare?: (scene: Scene) => Promise<unknown>;
  /** How many lines of the audit log an allowed request leaves. */
  changes?: 0;
  /** Who may, but has nothing to change. */
  idle?: Role;
  /** A page's form, which shows a refusal of the verb above what was filled in (422), to who may see the form. */
  inForm?: true;
  /** It hashes passwords, which takes long, so that not each of those who may tries it. */
  slow?: true;
  /** Nobody is asked who they are, so that even a bad token is no reason for a refusal. */
  unasked?: true;
}

const allBut = (...roles: Role[]) => ROLES.filter((role) => !roles.includes(role));

type Who = Pick<Rule, "may" | "refusal" | "unlike">;
const WHO = {
  anybody: { may: ROLES },
  signedIn: { may: allBut("visitor") },
  owner: { may: ["owner"], refusal: "not_owner" },
  ownerOrAdmin: { may: ["owner", "admin"], refusal: "not_owner" },
  admin: { may: ["admin"], refusal: "admin_only" },
  reviewer: { may: ["reviewer"], refusal: "not_author" },
  /** Whoever does not own the plugin, and has not reviewed it. */
  newReviewer: {
    may: allBut("visitor", "reviewer", "owner"),
    refusal: "own_plugin",
    unlike: { reviewer: "review_exists" },
  },
  nonOwner: { may: allBut("visitor", "owner"), refusal: "own_plugin" },
  voter: { may: allBut("visitor", "reviewer"), refusal: "own_review" },
} as const satisfies Record<string, Who>;

type Rest = Omit<Rule, "may" | "token">;

export const rule = (who: keyof typeof WHO, token: Rule["token"], rest: Rest = {}): Rule => ({
  ...WHO[who],
  token,
  ...rest,
});

/** A read, or what leaves nothing behind. */
export const reading = (rest: Rest = {}): Rule => rule("anybody", "any", { changes: 0, ...rest });
/** For pages and lists of those who are signed in. */
export const seeing = (who: keyof typeof WHO, token: "any" | "none" = "any"): Rule => rule(who, token, { changes: 0 });

/** Something of one person's own, of which nobody else learns that it exists. */
export const own = (whose: Role, refusal: ErrorCode, rest: Rest, token: Rule["token"] = "none"): Rule => ({
  may: [whose],
  refusal,
  token,
  ...rest,
});

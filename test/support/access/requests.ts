import { API_RULES } from "./api-rules.ts";
import { ask } from "./ask.ts";
import { holderOf } from "./askers.ts";
import { PAGE_RULES } from "./page-rules.ts";
import { allRoutes, type Route } from "./routes.ts";
import type { Rule, Sent } from "./rules.ts";
import type { Scene } from "./scene.ts";

export const RULES: Record<string, Rule | Rule[]> = { ...API_RULES, ...PAGE_RULES };

export const isRead = ({ method, path }: Route): boolean => method === "GET" || /\/(?:search|resolve)$/.test(path);

/** A request that its route and rule allow, ready to be sent as often as one likes. */
export interface AllowedRequest {
  what: string;
  route: Route;
  rule: Rule;
  /** Whether it shows a session. */
  isSignedIn: boolean;
  /** @param query makes it an address that nobody has asked before */
  send(query?: string): Promise<Response>;
}

/** By a visitor, where one may, and by somebody with a session who may, to each of the routes. */
export async function allowedRequests(scene: Scene, routes = allRoutes()): Promise<AllowedRequest[]> {
  const requests: AllowedRequest[] = [];
  for (const route of routes) {
    for (const rule of [RULES[route.key] ?? []].flat()) {
      const sent = (await rule.sends?.(scene)) ?? {};
      const shown = rule.may.includes("visitor") ? [undefined] : [];
      for (const each of [...shown, holderOf(scene, rule).token])
        requests.push(allowed(scene, route, rule, sent, each));
    }
  }
  return requests;
}

function allowed(scene: Scene, route: Route, rule: Rule, sent: Sent, shown: string | undefined): AllowedRequest {
  return {
    what: `${route.method} ${route.path} by ${shown === undefined ? "a visitor" : "somebody signed in"}`,
    route,
    rule,
    isSignedIn: shown !== undefined,
    send(query) {
      const parts = [sent.query, query].filter((part) => part !== undefined);
      return ask(scene, route, { ...sent, query: parts.join("&") }, shown);
    },
  };
}

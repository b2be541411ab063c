import { createHmac } from "node:crypto";
import { ERRORS } from "../../../src/lib/errors.ts";
import { answer } from "../answers.ts";
import type { RequestOptions } from "../http.ts";
import type { Outcome } from "./askers.ts";
import type { Route } from "./routes.ts";
import type { Rule, Sent } from "./rules.ts";
import type { Scene } from "./scene.ts";

const VISITORS_COOKIE = "3b0f8f0e-6d0c-4c80-9b44-0b4c4a2f1f0e";

/** Sends what the rule says to a route, as somebody with this session or token would. */
export async function ask(scene: Scene, route: Route, sent: Sent, shown: string | undefined): Promise<Response> {
  const path = `${filledPath(scene, route.path, sent.params)}${sent.query ? `?${sent.query}` : ""}`;
  const { method } = route;
  const options = route.surface === "web" ? pageRequest(scene, method, sent, shown) : apiRequest(method, sent, shown);
  return scene.stack.request(path, await inOnePiece(options));
}

const apiRequest = (method: string, { json, body }: Sent, shown: string | undefined): RequestOptions => ({
  method,
  ...(shown !== undefined && { token: shown }),
  ...(json !== undefined && { json }),
  ...(body && { body }),
});

/** Who is refused before their form is read is hung up on: it must have been sent by then, or the answer is lost. */
async function inOnePiece(options: RequestOptions): Promise<RequestOptions> {
  if (!(options.body instanceof FormData)) return options;
  const encoded = new Response(options.body);
  const headers = new Headers(options.headers);
  headers.set("content-type", encoded.headers.get("content-type")!);
  return { ...options, headers, body: await encoded.arrayBuffer() };
}

/** As a browser on our own page sends it: nothing but the session may be what is wrong. */
function pageRequest(scene: Scene, method: string, sent: Sent, shown: string | undefined): RequestOptions {
  const cookie = shown === undefined ? `__Host-form=${VISITORS_COOKIE}` : `__Host-session=${shown}`;
  const headers = { cookie, origin: new URL(scene.stack.url).origin };
  if (method === "GET") return { method, headers };
  const digest = createHmac("sha256", scene.stack.jwtSecret).update(`form ${shown ?? VISITORS_COOKIE}`);
  const body = sent.body ? copyOf(sent.body) : new URLSearchParams(sent.fields);
  body.set("form_token", digest.digest("base64url"));
  return { method, headers, body };
}

/** Several send the same form at once, each with a token of their own. */
function copyOf(form: FormData): FormData {
  const copy = new FormData();
  for (const [name, value] of form) copy.set(name, value);
  return copy;
}

export function filledPath(scene: Scene, path: string, params: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    name: scene.plugin,
    version: "1.0.0",
    range: "1.0.0...1.0.0",
    file: `${scene.plugin}-1.0.0.wasm`,
    image: `${scene.plugin}.svg`,
    category: "testing",
    tag: "scene",
    username: scene.people.otherOwner.username,
    key_id: scene.keyId,
    id: idIn(path, scene),
    ...params,
  };
  return path.replaceAll(/:(\w+)/g, (_, name: string) => all[name] ?? `no-${name}`);
}

function idIn(path: string, { people, reviewId, tokenId }: Scene): string {
  if (path.includes("/users/")) return people.user.id;
  return path.includes("/tokens/") ? tokenId : reviewId;
}

/** What an answer says, in the words of the table. */
export async function outcomeOf(response: Response, route: Route): Promise<string> {
  const { status } = response;
  if (route.surface === "api" && status >= 400) return answer<{ code: string }>(response).then(({ body }) => body.code);
  await response.arrayBuffer();
  const to = response.headers.get("location") ?? "";
  return status >= 300 && status < 400 ? `${status} to ${to}` : `${status}`;
}

/** What `outcomeOf` has to be. A page says an error by its status, leads to the sign-in, or asks for itself without the session. */
export function expectation(outcome: Outcome, route: Route, rule: Rule): (answered: string) => boolean {
  if (outcome === "done") return (answered) => /^(?:2\d\d|30[123] to (?!\/login\?))/.test(answered);
  if (route.surface === "api") return (answered) => answered === outcome;
  if (outcome === "authentication_required") return (answered) => answered.startsWith("303 to /login?next=");
  if (outcome === "invalid_token" && route.method === "GET") return (answered) => answered.startsWith("302 to /");
  const { status } = ERRORS[outcome];
  return (answered) => answered === `${status}` || (rule.inForm === true && answered === "422");
}

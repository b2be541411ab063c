import type { AsyncCommand } from "fast-check";
import type { RequestOptions } from "../http.ts";
import type { Person } from "../people.ts";
import type { Expected, Model } from "./model.ts";
import type { World } from "./world.ts";

/** Something that somebody tries: what the model makes of it, and the request. */
export interface Attempt {
  text: string;
  who: number;
  expect: (model: Model, world: World) => Expected;
  path: (world: World) => string;
  options: (world: World) => RequestOptions;
  /** Sent twice at the same time, as by a client that lost patience. */
  impatient?: boolean;
  isAnonymous?: boolean;
  /** What a token must be good for; asked with their API token instead of their session. */
  scope?: string;
  /** Keeps what the registry chose. */
  learn?: (world: World, body: Record<string, string>) => void;
}

/** What an answer says that the model knows too. */
const KNOWN = ["code", "helpful_count", "unhelpful_count"];

export class Try implements AsyncCommand<Model, World> {
  readonly #attempt: Attempt;
  constructor(attempt: Attempt) {
    this.#attempt = attempt;
  }

  check = ({ tokens }: Model): boolean => this.#attempt.scope === undefined || tokens.has(this.#attempt.who);
  toString = (): string => this.#attempt.text;

  async run(model: Model, world: World): Promise<void> {
    const { who, scope, expect, impatient } = this.#attempt;
    const once = () => (scope && model.refusedToken(who, scope)) || expect(model, world);
    const expected = [once(), ...(impatient ? [once()] : [])];
    const answers = await Promise.all(expected.map(() => this.#send(world)));
    const inOrder = (each: Expected[]) => each.map((one) => JSON.stringify(one)).toSorted();
    if (inOrder(answers).join() !== inOrder(expected).join()) {
      throw new Error(`${this.#attempt.text} → ${inOrder(answers)}, not ${inOrder(expected)}`);
    }
  }

  async #send(world: World): Promise<Expected> {
    const { who, isAnonymous, path, options, scope, learn } = this.#attempt;
    const token = scope && { token: world.tokens.get(who)?.token ?? "" };
    const { request } = isAnonymous ? world.stack : (world.people[who] as Person);
    const response = await request(path(world), { ...token, ...options(world) });
    const { status } = response;
    if (!response.headers.get("content-type")?.includes("json")) {
      await response.arrayBuffer();
      return { status };
    }
    const body = (await response.json()) as Record<string, string>;
    if (response.ok) learn?.(world, body);
    return { status, ...Object.fromEntries(KNOWN.filter((key) => key in body).map((key) => [key, body[key]])) };
  }
}

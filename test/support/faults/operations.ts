import { expect } from "vitest";
import { wasmModule } from "../modules.ts";
import { packageOf, sendPackage } from "../packages.ts";
import { PASSWORD, type Person, publishBody, somebody, unique } from "../people.ts";
import type { Stack } from "../stack.ts";
import { announce, complete, put, type Ticket } from "../uploads.ts";
import type { Subjects } from "./snapshot.ts";

/** How one request of an operation is answered: `200`, or with an error's code, `409 review_exists`. */
export interface Expected {
  /** When nothing was done yet. */
  fresh: string;
  /** When the try before this one did it, and its answer was lost; as `fresh` unless given. */
  repeated?: string;
  /** Who answers, when it is not us: it has errors and time limits of its own. */
  by?: "storage";
}

/** Sends a request as a client would that sends it again after a failure, and gives the answer that was not one. */
export type Send = (expected: Expected, ask: () => Promise<Response>) => Promise<Response>;

/** What is there before an operation; each has people and a plugin of its own. */
interface Prepared extends Subjects {
  /** What tells its requests from others', beside the plugin's name. */
  marks: string[];
  run: (send: Send) => Promise<unknown>;
}

type Prepare = (stack: Stack) => Promise<Prepared>;

const about = (plugin: string, people: Person[], run: Prepared["run"], marks: string[] = []): Prepared => ({
  plugin,
  usernames: people.map(({ username }) => username),
  marks: [...people.map(({ id }) => id), ...marks],
  run,
});

async function published(stack: Stack) {
  const [owner, other] = [await somebody(stack), await somebody(stack)];
  const plugin = unique("struck");
  await owner.publishes(plugin);
  return { owner, other, plugin, path: `/api/v1/plugins/${plugin}` };
}

/** What a client makes of a storage that does not answer, or not within a second. */
function patiently(sent: Promise<Response>): Promise<Response> {
  const lost = () => new Response(null, { status: 504 });
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(lost()), 1_000));
  return Promise.race([sent.catch(lost), late]);
}

/** Every operation of the first sentence. What each asks for, and in which order, is found out by running it. */
export const OPERATIONS: Record<string, Prepare> = {
  register: async (stack) => {
    const username = unique("newcomer");
    const account = { username, email: `${username}@example.com`, password: PASSWORD };
    const ask = (verb: string, json: object) => stack.request(`/api/v1/auth/${verb}`, { json });
    const run = async (send: Send) => {
      await send({ fresh: "201", repeated: "409 username_taken" }, () => ask("register", account));
      await send({ fresh: "200" }, () => ask("login", account));
    };
    return { plugin: unique("none"), usernames: [username], marks: [username], run };
  },
  "publish as JSON": async (stack) => {
    const [owner, plugin] = [await somebody(stack), unique("struck")];
    const json = await publishBody(plugin, "1.0.0");
    const ask = () => owner.request("/api/v1/plugins/publish", { json });
    return about(plugin, [owner], (send) => send({ fresh: "201", repeated: "200" }, ask));
  },
  "publish a package": async (stack) => {
    const [owner, plugin] = [await somebody(stack), unique("struck")];
    const zip = packageOf(plugin, await wasmModule(plugin));
    const ask = () => sendPackage(owner, plugin, zip);
    return about(plugin, [owner], (send) => send({ fresh: "201", repeated: "200" }, ask));
  },
  "announce, send and complete": async (stack) => {
    const [owner, plugin] = [await somebody(stack), unique("struck")];
    const module = await wasmModule(plugin);
    return about(plugin, [owner], async (send) => {
      const announced = await send({ fresh: "202" }, () => announce(owner, plugin, module));
      const ticket = (await announced.json()) as Ticket;
      // The storage tells a file that is there already by 412, which the next step does not care about.
      await send({ fresh: "(200|412)", by: "storage" }, () => patiently(put(ticket, module)));
      const completed = await (await send({ fresh: "201" }, () => complete(owner, ticket))).json();
      // Whoever asks once more is answered alike.
      expect(await (await send({ fresh: "201" }, () => complete(owner, ticket))).json()).toEqual(completed);
    });
  },
  "publish another version": async (stack) => {
    const { owner, plugin } = await published(stack);
    const json = await publishBody(plugin, "1.1.0");
    const ask = () => owner.request("/api/v1/plugins/publish", { json });
    return about(plugin, [owner], (send) => send({ fresh: "201", repeated: "200" }, ask));
  },
  yank: async (stack) => {
    const { owner, plugin, path } = await published(stack);
    const ask = () => owner.request(`${path}/versions/1.0.0/yank?reason=leaks`, { method: "DELETE" });
    return about(plugin, [owner], (send) => send({ fresh: "200" }, ask));
  },
  review: async (stack) => {
    const { owner, other, plugin } = await published(stack);
    const ask = () => other.review(plugin, 4);
    return about(plugin, [owner, other], (send) => send({ fresh: "201", repeated: "409 review_exists" }, ask));
  },
  vote: async (stack) => {
    const { owner, other, plugin, path } = await published(stack);
    const id = await other.reviews(plugin, 4);
    const ask = () => owner.request(`${path}/reviews/${id}/vote`, { json: { helpful: true } });
    const run = async (send: Send) => {
      const voted = await send({ fresh: "200" }, ask);
      expect(await voted.json()).toMatchObject({ helpful_count: 1, unhelpful_count: 0 });
    };
    return about(plugin, [owner, other], run, [id]);
  },
  "add an owner": async (stack) => {
    const { owner, other, plugin, path } = await published(stack);
    const ask = () => owner.request(`${path}/owners/${other.username}`, { method: "PUT" });
    return about(plugin, [owner, other], (send) => send({ fresh: "200" }, ask));
  },
  "remove an owner": async (stack) => {
    const { owner, other, plugin, path } = await published(stack);
    const ask = (method: string) => owner.request(`${path}/owners/${other.username}`, { method });
    await ask("PUT");
    const expected = { fresh: "200", repeated: "404 user_not_found" };
    return about(plugin, [owner, other], (send) => send(expected, () => ask("DELETE")));
  },
  download: async (stack) => {
    const { owner, plugin } = await published(stack);
    const [row] = await stack.sql<{ id: string; version: string }>`
      select p.id, v.id as version from plugins p join plugin_versions v on v.plugin_id = p.id where p.name = ${plugin}`;
    const json = await publishBody(plugin, "1.0.0");
    const run = async (send: Send) => {
      const file = await send({ fresh: "200" }, () => stack.request(`/dl/${plugin}/${plugin}-1.0.0.wasm`));
      expect(Buffer.from(await file.arrayBuffer()).toString("base64")).toBe(json.wasm_data);
      const counted = () => stack.sql`select downloads::integer from plugins where name = ${plugin}`;
      await expect.poll(counted, { timeout: 15_000 }).toEqual([{ downloads: 1 }]);
    };
    return about(plugin, [owner], run, [row!.version]);
  },
};

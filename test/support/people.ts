import { createHash, randomUUID } from "node:crypto";
import { signSession } from "../../src/platform/session-tokens.ts";
import type { RequestOptions } from "./http.ts";
import { wasmModule } from "./modules.ts";
import type { Stack } from "./stack.ts";

export interface PublishBody {
  name: string;
  version: string;
  [field: string]: unknown;
}

/** Somebody with an account, who speaks the domain. */
export interface Person {
  id: string;
  username: string;
  email: string;
  token: string;
  request: (path: string, options?: RequestOptions) => Promise<Response>;
  publish: (name: string, version?: string, more?: Record<string, unknown>) => Promise<Response>;
  /** Publishes, and throws when that fails: for what a test needs to be there. */
  publishes: (name: string, version?: string, more?: Record<string, unknown>) => Promise<void>;
  review: (plugin: string, rating: number, more?: Record<string, unknown>) => Promise<Response>;
  /** Reviews, throws when that fails, and returns the review's id. */
  reviews: (plugin: string, rating: number, more?: Record<string, unknown>) => Promise<string>;
}

/** What somebody signs in with. */
export const PASSWORD = "correct horse battery";
/** Its hash, cost 12: tests that do not sign in need not wait for bcrypt. */
const PASSWORD_HASH = "$2b$12$kUmvqs4/ZcNllkwq7iN/I.EMGLYaIE7ltRi7mdE1yWAHkFzv6hReC";

/** A name that no other test uses. */
export const unique = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 13)}`;

/** A word that no other test uses: letters only, so that text search neither splits nor stems it. */
export const uniqueWord = (): string =>
  `q${randomUUID()
    .replaceAll("-", "")
    .replaceAll(/\d/g, (digit) => "ghjkmpqrtv"[Number(digit)]!)}`.slice(0, 16);

/** An account put straight into the database, with a session of its own. */
export async function somebody(
  stack: Pick<Stack, "sql" | "jwtSecret" | "request">,
  flags: { isAdmin?: boolean; isOfficial?: boolean } = {},
): Promise<Person> {
  const username = unique("user");
  const email = `${username}@example.com`;
  const [user] = await stack.sql<{ id: string }>`
    insert into users (username, email, password_hash, is_admin, is_official)
    values (${username}, ${email}, ${PASSWORD_HASH}, ${flags.isAdmin ?? false}, ${flags.isOfficial ?? false})
    returning id`;
  const id = user!.id;
  const { token } = await signSession(stack.jwtSecret, { userId: id, sessionVersion: 0 }, new Date());
  const request: Person["request"] = (path, options) => stack.request(path, { token, ...options });
  const publish: Person["publish"] = async (name, version = "1.0.0", more = {}) =>
    request("/api/v1/plugins/publish", { json: { ...(await publishBody(name, version)), ...more } });
  const review: Person["review"] = (plugin, rating, more = {}) =>
    request(`/api/v1/plugins/${plugin}/reviews`, {
      json: { version: "1.0.0", rating, comment: "It did what it says it does.", ...more },
    });
  return {
    id,
    username,
    email,
    token,
    request,
    publish,
    publishes: async (...what) => void (await created(publish(...what))),
    review,
    reviews: async (...what) => (await created<{ review_id: string }>(review(...what))).review_id,
  };
}

async function created<Body>(answer: Promise<Response>): Promise<Body> {
  const response = await answer;
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Body;
}

/** A complete publication with a real module of its own. */
export async function publishBody(name: string, version: string, marker = `${name} ${version}`): Promise<PublishBody> {
  const module = await wasmModule(marker);
  return {
    name,
    version,
    description: `The plugin ${name}, for tests`,
    category: "testing",
    license: "MIT",
    checksum: createHash("sha256").update(module).digest("hex"),
    file_size: module.length,
    wasm_data: Buffer.from(module).toString("base64"),
  };
}

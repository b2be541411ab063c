import { createHash } from "node:crypto";
import { signSession } from "../../../src/platform/session-tokens.ts";
import type { Random } from "../fuzz/random.ts";
import type { Received, Sendable } from "../fuzz/send.ts";
import { publishBody } from "../people.ts";
import type { SoakWorld } from "./world.ts";

export type Kind = "detail" | "search" | "download" | "resolve" | "review" | "version" | "plugin";

export interface Asked {
  kind: Kind;
  sent: Sendable;
  /** Whether that is the answer. */
  isRight(received: Received): boolean;
}

/** What a registry is asked, in hundredths. */
const SHARES: [ask: Ask, share: number][] = [
  [askDetail, 70],
  [askSearch, 15],
  [askDownload, 10],
  [askResolution, 4],
  [askWrite, 1],
];
/** By turns. Few plugins are new, so that what a search reads does not grow by much. */
const WRITES = [
  writePlugin,
  writeVersion,
  writeReview,
  ...Array.from({ length: 4 }, () => [writeVersion, writeReview]).flat(),
];

type Ask = (soak: Soak) => Asked | Promise<Asked>;

interface Soak {
  world: SoakWorld;
  random: Random;
  /** Writes so far, so that each is one that nobody has made. */
  writes: number;
}

/** Each hundred of them is that mix, in an order of its own. */
export function mixOf(world: SoakWorld, random: Random): () => Asked | Promise<Asked> {
  const soak: Soak = { world, random, writes: 0 };
  const deck: Ask[] = [];
  return () => {
    if (deck.length === 0) deck.push(...SHARES.flatMap(([ask, share]) => Array.from({ length: share }, () => ask)));
    const [ask] = deck.splice(random.below(deck.length), 1);
    return ask!(soak);
  };
}

function askDetail({ world, random }: Soak): Asked {
  const { name } = popular(world.plugins, random);
  return get("detail", `/api/v1/plugins/${name}`, (body) => body.name === name && body.versions.length > 0);
}

function askSearch({ world, random }: Soak): Asked {
  const words = random.chance(0.5) ? [random.pick(world.words)] : [random.pick(world.words), random.pick(world.words)];
  return get(
    "search",
    `/api/v1/plugins?q=${words.join("+")}`,
    (body) => Array.isArray(body.plugins) && body.total >= 0,
  );
}

function askDownload({ world, random }: Soak): Asked {
  const { name, checksum } = popular(world.files, random);
  return {
    kind: "download",
    sent: { method: "GET", path: `/dl/${name}/${name}-1.0.0.wasm`, headers: {} },
    isRight: ({ status, body }) => status === 200 && createHash("sha256").update(body).digest("hex") === checksum,
  };
}

function askResolution({ world, random }: Soak): Asked {
  const { name } = random.pick(world.files);
  const isRight = (body: any) => body.resolved.some((each: any) => each.name === name && each.version === "1.0.0");
  return post("resolve", "/api/v1/resolve", { plugins: { [name]: "^1" } }, 200, isRight);
}

function askWrite(soak: Soak): Promise<Asked> | Asked {
  const number = soak.writes;
  soak.writes += 1;
  return WRITES[number % WRITES.length]!(soak, number);
}

/** Each reviewer has reviewed every plugin before the next one begins. */
function writeReview({ world, random }: Soak, number: number): Asked {
  const { name, version } = world.plugins[number % world.plugins.length]!;
  const token = world.reviewers[Math.floor(number / world.plugins.length)]!;
  const json = { version, rating: 1 + random.below(5), comment: "It did what it says it does." };
  return post("review", `/api/v1/plugins/${name}/reviews`, json, 201, (body) => body.success, token);
}

function writeVersion({ world }: Soak, number: number): Promise<Asked> {
  const { name, authorId } = world.plugins[number % world.plugins.length]!;
  return publication("version", world, authorId, name, `90.${number}.0`);
}

function writePlugin({ world, random }: Soak, number: number): Promise<Asked> {
  return publication("plugin", world, random.pick(world.plugins).authorId, `soaking-${number}`, "1.0.0");
}

async function publication(
  kind: Kind,
  world: SoakWorld,
  userId: string,
  name: string,
  version: string,
): Promise<Asked> {
  const { token } = await signSession(world.jwtSecret, { userId, sessionVersion: 0 }, new Date());
  const json = await publishBody(name, version);
  return post(kind, "/api/v1/plugins/publish", json, 201, (body) => body.version === version, token);
}

/** The n-th in proportion to 1/n. */
function popular<T>(list: readonly T[], random: Random): T {
  return list[Math.floor((list.length + 1) ** (random.below(1_000_000) / 1_000_000)) - 1]!;
}

function get(kind: Kind, path: string, isRight: (body: any) => boolean): Asked {
  return { kind, sent: { method: "GET", path, headers: {} }, isRight: answersJson(200, isRight) };
}

function post(
  kind: Kind,
  path: string,
  json: unknown,
  expected: number,
  isRight: (body: any) => boolean,
  token?: string,
): Asked {
  const headers = {
    "content-type": "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const sent = { method: "POST", path, headers, body: Buffer.from(JSON.stringify(json)) };
  return { kind, sent, isRight: answersJson(expected, isRight) };
}

const answersJson =
  (expected: number, isRight: (body: any) => boolean) =>
  ({ status, body }: Received): boolean =>
    status === expected && isRight(JSON.parse(body.toString()));

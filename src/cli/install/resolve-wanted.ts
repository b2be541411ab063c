import { ResolveRequest, type ResolveResponse } from "#contract/resolution.ts";
import type { Client } from "../client/client.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { checked } from "../input/checked.ts";
import { plugin as pluginRoute, resolve } from "../routes/plugins.ts";
import { isSettled } from "./graph.ts";
import { WantedPlugin } from "./lock.ts";

export interface Question {
  /** What is asked for: plugin name → requirement. */
  roots: Record<string, string>;
  /** Versions to stay with where they fit. */
  held: Record<string, string>;
  mockforgeVersion: string | undefined;
}

export interface Answer {
  /** What is needed before what needs it. */
  wanted: WantedPlugin[];
  /** Names of those whose version was taken back since it was installed. */
  yanked: Set<string>;
}

/** @throws Failure also for an answer that does not meet every requirement, or brings what nobody asked for */
export async function resolveWanted(client: Client, { roots, held, mockforgeVersion }: Question): Promise<Answer> {
  const request = { plugins: roots, lock: held, mockforge_version: mockforgeVersion };
  const { resolved, install_order } = await ask(client, checked(ResolveRequest, request));
  const wanted = resolved.map(({ name, version, checksum, size, dependencies }) => {
    const requirement = Object.hasOwn(roots, name) ? { requirement: roots[name] } : {};
    return WantedPlugin.safeParse({ name, version, checksum, size, dependencies, ...requirement }).data;
  });
  const known = wanted.filter((plugin) => plugin !== undefined);
  const names = new Set(known.map(({ name }) => name));
  const isWhole = known.length === wanted.length && names.size === known.length;
  if (!isWhole || !isSettled(known) || !Object.keys(roots).every((name) => names.has(name))) throw unfit(client);
  const place = new Map(install_order.map((name, at) => [name, at]));
  return {
    wanted: known.sort((a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0)),
    yanked: new Set(resolved.filter(({ yanked }) => yanked).map(({ name }) => name)),
  };
}

async function ask(client: Client, json: ResolveRequest): Promise<ResolveResponse> {
  try {
    return await client.send(resolve, { json });
  } catch (error) {
    // A name that does not exist is more than a conflict: it may be misspelt, and then there are names like it.
    if (error instanceof Failure && error.code === "unresolvable") {
      for (const name of Object.keys(json.plugins)) await client.send(pluginRoute, { params: { name } });
    }
    throw error;
  }
}

const unfit = ({ registry }: Client) =>
  new Failure(`${registry.origin} offers plugins that do not fit what was asked for`, {
    exitCode: EXIT.away,
    hint: "nothing was changed; tell the registry's administrators",
  });

import fc, { type AsyncCommand } from "fast-check";
import { look } from "./look.ts";
import type { Model } from "./model.ts";
import { type Attempt, Try } from "./try.ts";
import type { World } from "./world.ts";

const VERSIONS = ["1.0.0", "1.0.0+again", "1.1.0", "2.0.0-rc.1", "2.0.0"];

class Look implements AsyncCommand<Model, World> {
  check = (): boolean => true;
  toString = (): string => "look";
  run = (model: Model, world: World): Promise<void> => look(model, world);
}

// Somebody who keeps coming back, or histories would be lists of refusals.
const anybody = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3);
/** The name, or one that is easily mistaken for it. */
export const anyName = fc.constantFrom(...Array<number>(9).fill(0), 1);
export const anyVersion = fc.constantFrom(...VERSIONS);
export const pluginPath = (world: World, name: number, rest = "") => `/api/v1/plugins/${world.names[name]}${rest}`;
export const nameOf = (world: World, name: number) => world.names[name] as string;

export const publish = fc
  .record({
    who: anybody,
    name: anyName,
    version: anyVersion,
    bytes: fc.nat({ max: 2 }),
    dryRun: fc.nat({ max: 5 }).map((dice) => dice === 0),
    impatient: fc.nat({ max: 3 }).map((dice) => dice === 0),
  })
  .map(({ who, name, version, bytes, dryRun, impatient }) => ({
    text: `${who} publishes ${name}@${version} of ${bytes}${dryRun ? " dry" : ""}${impatient ? " twice" : ""}`,
    who,
    impatient,
    expect: (model: Model, world: World) => model.publish(who, nameOf(world, name), version, bytes, dryRun),
    path: () => `/api/v1/plugins/publish${dryRun ? "?dry_run=true" : ""}`,
    options: (world: World) => ({ json: world.body(nameOf(world, name), version, bytes) }),
  }));

export const yank = fc
  .record({ who: anybody, name: anyName, version: anyVersion, yanked: fc.boolean() })
  .map(({ who, name, version, yanked }) => ({
    text: `${who} ${yanked ? "yanks" : "unyanks"} ${name}@${version}`,
    who,
    expect: (model: Model, world: World) => model.setYanked(who, nameOf(world, name), version, yanked),
    path: (world: World) => pluginPath(world, name, `/versions/${version}/${yanked ? "yank" : "unyank"}`),
    options: () => ({ method: yanked ? "DELETE" : "PUT" }),
  }));

export const owner = fc
  .record({ who: anybody, name: anyName, whom: anybody, add: fc.boolean() })
  .map(({ who, name, whom, add }) => ({
    text: `${who} ${add ? "adds" : "removes"} ${whom} at ${name}`,
    who,
    expect: (model: Model, world: World) => model[add ? "addOwner" : "removeOwner"](who, nameOf(world, name), whom),
    path: (world: World) => pluginPath(world, name, `/owners/${world.people[whom]?.username}`),
    options: () => ({ method: add ? "PUT" : "DELETE" }),
  }));

export const deprecate = fc
  .record({ who: anybody, name: anyName, message: fc.constantFrom(null, "Use another") })
  .map(({ who, name, message }) => ({
    text: `${who} deprecates ${name}: ${message}`,
    who,
    expect: (model: Model, world: World) => model.deprecate(who, nameOf(world, name), message),
    path: (world: World) => pluginPath(world, name, "/deprecation"),
    options: () => ({ method: "PUT", json: message && { message } }),
  }));

export const moderation = (isDown: fc.Arbitrary<boolean>) =>
  fc.record({ who: fc.constantFrom(0, 3, 3, 3), name: anyName, down: isDown }).map(({ who, name, down }) => ({
    text: `${who} ${down ? "takes down" : "restores"} ${name}`,
    who,
    expect: (model: Model, world: World) => model.setTakenDown(who, nameOf(world, name), down),
    path: (world: World) => `/api/v1/admin/plugins/${nameOf(world, name)}/${down ? "takedown" : "restore"}`,
    options: () => (down ? { json: { reason: "Complaints" } } : { method: "POST" }),
  }));

export const tried = (attempts: fc.Arbitrary<Attempt>) => attempts.map((attempt) => new Try(attempt));

/** Publications are most of what happens; everything else is there so that something happens between them. */
export const histories = fc.commands(
  [
    ...[publish, publish, publish, publish, yank, yank, owner, owner, deprecate, moderation(fc.boolean())].map(tried),
    fc.constant(new Look()),
  ],
  { maxCommands: 15, size: "max" },
);

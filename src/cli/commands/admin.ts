import { TakedownRequest } from "#contract/admin.ts";
import type { Context } from "../context.ts";
import { checked } from "../input/checked.ts";
import { readName } from "../input/target.ts";
import { restore as restoreRoute, takeDown as takeDownRoute, verify as verifyRoute } from "../routes/admin.ts";
import { done } from "../terminal/report.ts";

export async function verify({ client }: Context, name: string, { undo = false }: { undo?: boolean }) {
  return done(await client.send(verifyRoute, { params: { name: readName(name) }, json: { verified: !undo } }));
}

export async function takeDown({ client }: Context, name: string, options: { reason: string }) {
  return done(
    await client.send(takeDownRoute, { params: { name: readName(name) }, json: checked(TakedownRequest, options) }),
  );
}

export async function restore({ client }: Context, name: string) {
  return done(await client.send(restoreRoute, { params: { name: readName(name) } }));
}

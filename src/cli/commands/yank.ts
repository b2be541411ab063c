import { YankRequest } from "#contract/publishing.ts";
import type { Context } from "../context.ts";
import { checked } from "../input/checked.ts";
import { readExactTarget } from "../input/target.ts";
import { unyank as unyankRoute, yank as yankRoute } from "../routes/publishing.ts";
import { done } from "../terminal/report.ts";

export async function yank({ client }: Context, target: string, options: { reason?: string }) {
  return done(await client.send(yankRoute, { params: readExactTarget(target), json: checked(YankRequest, options) }));
}

export async function unyank({ client }: Context, target: string) {
  return done(await client.send(unyankRoute, { params: readExactTarget(target) }));
}

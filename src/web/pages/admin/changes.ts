import type { Context } from "hono";
import * as z from "zod";
import { TakedownRequest } from "#contract/admin.ts";
import { PluginName } from "#contract/plugins.ts";
import {
  allowName,
  removeReview,
  restorePlugin,
  setSuspended,
  takeDownPlugin,
  verifyPlugin,
} from "#features/moderation/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam, reviewIdParam, userIdParam } from "#http/params.ts";
import { nextOf } from "#web/forms/next.ts";
import { fieldsOf, submit } from "#web/forms/submission.ts";
import { done } from "#web/notice.ts";
import { queuePage } from "./queue.tsx";

type C = Context<HttpEnv>;

const NameForm = z.object({ name: PluginName });

export async function submitVerification(c: C, verified: boolean): Promise<Response> {
  return done(c, (await verifyPlugin(c.get("ctx"), nameParam(c), verified)).message, "/admin");
}

export async function submitTakedown(c: C): Promise<Response> {
  const result = await submit(await fieldsOf(c), TakedownRequest, async ({ reason }) =>
    done(c, (await takeDownPlugin(c.get("ctx"), nameParam(c), reason)).message, "/admin"),
  );
  if (result instanceof Response) return result;
  const problem = result.problem ?? `The reason ${result.issues.map(({ message }) => message).join("; ")}`;
  return queuePage(c, 0, { values: {}, issues: [], problem });
}

export async function submitRestoration(c: C): Promise<Response> {
  return done(c, (await restorePlugin(c.get("ctx"), nameParam(c))).message, "/admin");
}

export async function submitName(c: C): Promise<Response> {
  const result = await submit(await fieldsOf(c), NameForm, async ({ name }) =>
    done(c, (await allowName(c.get("ctx"), name)).message, "/admin"),
  );
  return result instanceof Response ? result : queuePage(c, 0, result);
}

export async function submitSuspension(c: C, suspended: boolean): Promise<Response> {
  const { message } = await setSuspended(c.get("ctx"), userIdParam(c), suspended);
  return done(c, message, nextOf(c));
}

export async function submitReviewDeletion(c: C): Promise<Response> {
  await removeReview(c.get("ctx"), reviewIdParam(c));
  return done(c, "The review is deleted", nextOf(c));
}

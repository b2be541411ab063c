import type { Context } from "hono";
import * as z from "zod";
import { Username } from "#contract/accounts.ts";
import { DeprecationRequest } from "#contract/owners.ts";
import { Version } from "#contract/plugins.ts";
import { YankRequest } from "#contract/publishing.ts";
import { addOwner, removeOwner } from "#features/owners/index.ts";
import { deprecatePlugin } from "#features/plugins/index.ts";
import { unyankVersion, yankVersion } from "#features/versions/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { fieldsOf, filledIn, type Submission, submit, type Values } from "#web/forms/submission.ts";
import { done } from "#web/notice.ts";
import { managePage } from "./manage-page.tsx";
import type { Failed } from "./props.ts";

type C = Context<HttpEnv>;

const back = (c: C, text: string): Response => done(c, text, `/plugins/${nameParam(c)}/manage`);

/** Done, or the page again with this form as it was sent. */
const shown = (c: C, form: keyof Failed, result: Response | Submission): Response | Promise<Response> =>
  result instanceof Response ? result : managePage(c, { [form]: result });

const OwnerForm = z.object({ username: Username });
const UnyankForm = z.object({ version: Version });
const YankForm = YankRequest.extend({ version: Version });
const DeprecationForm = z.preprocess((form) => filledIn(form as Values), DeprecationRequest);

export async function submitOwner(c: C): Promise<Response> {
  const add = async ({ username }: z.output<typeof OwnerForm>) => {
    await addOwner(c.get("ctx"), nameParam(c), username);
    return back(c, `${username} is an owner now`);
  };
  return shown(c, "owner", await submit(await fieldsOf(c), OwnerForm, add, { user_not_found: "username" }));
}

export async function submitOwnerRemoval(c: C): Promise<Response> {
  const remove = async ({ username }: z.output<typeof OwnerForm>) => {
    await removeOwner(c.get("ctx"), nameParam(c), username);
    // Who removed themselves has no business here any more.
    const left = username.toLowerCase() === c.get("ctx").actor?.username.toLowerCase();
    const text = `${username} is no longer an owner`;
    return left ? done(c, text, `/plugins/${nameParam(c)}`) : back(c, text);
  };
  const result = await submit(await fieldsOf(c), OwnerForm, remove);
  return shown(c, "owner", result instanceof Response ? result : { ...result, values: {} });
}

export async function submitYank(c: C): Promise<Response> {
  const yank = async (input: z.output<typeof YankForm>) => {
    const { message } = await yankVersion(c.get("ctx"), { name: nameParam(c), ...input });
    return back(c, message);
  };
  return shown(c, "yank", await submit(await fieldsOf(c), YankForm, yank, { version_not_found: "version" }));
}

export async function submitUnyank(c: C): Promise<Response> {
  const unyank = async (input: z.output<typeof UnyankForm>) => {
    const { message } = await unyankVersion(c.get("ctx"), { name: nameParam(c), ...input });
    return back(c, message);
  };
  return shown(c, "yank", await submit(await fieldsOf(c), UnyankForm, unyank));
}

export async function submitDeprecation(c: C): Promise<Response> {
  const deprecate = async (input: DeprecationRequest) =>
    back(c, (await deprecatePlugin(c.get("ctx"), nameParam(c), input)).message);
  return shown(c, "deprecation", await submit(await fieldsOf(c), DeprecationForm, deprecate));
}

export async function submitDeprecationEnd(c: C): Promise<Response> {
  return back(c, (await deprecatePlugin(c.get("ctx"), nameParam(c), null)).message);
}

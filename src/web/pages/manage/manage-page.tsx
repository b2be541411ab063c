import type { Context } from "hono";
import { requireActor } from "#features/access.ts";
import { gathered } from "#features/gathered.ts";
import { listOwners } from "#features/owners/index.ts";
import { outlinePlugin } from "#features/plugins/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { nameParam } from "#http/params.ts";
import { RegistryError } from "#lib/errors.ts";
import { formToken } from "#web/forms/own-form.ts";
import { EMPTY, prefilled } from "#web/forms/submission.ts";
import { page } from "#web/page.tsx";
import { Deprecation } from "./deprecation.tsx";
import { Owners } from "./owners.tsx";
import type { Failed } from "./props.ts";
import { Yanking } from "./yanking.tsx";

/** @throws RegistryError not_owner for who is neither an owner nor an administrator, as the verbs do */
export async function managePage(c: Context<HttpEnv>, failed: Failed = {}): Promise<Response> {
  const [ctx, origin] = [c.get("ctx"), c.get("origin")];
  const { username, isAdmin } = requireActor(ctx);
  const name = nameParam(c);
  const reading = gathered(ctx);
  const [plugin, { owners }] = await Promise.all([outlinePlugin(reading, name, origin), listOwners(reading, name)]);
  const isOwner = owners.some((owner) => owner.username === username);
  if (!isOwner && !isAdmin) throw new RegistryError("not_owner", { message: `You are not an owner of '${name}'` });
  const props = { plugin, owners, token: await formToken(c) };
  const { deprecated } = plugin;
  const deprecation = prefilled({ message: deprecated?.message ?? "", replacement: deprecated?.replacement ?? "" });
  return page(
    c,
    { title: `Manage ${name}`, hidden: true },
    <div class="settings">
      <p class="quiet">
        <a href={`/plugins/${name}`}>Back to {name}</a>
      </p>
      <h1>Manage {name}</h1>
      <Yanking {...props} submission={failed.yank ?? EMPTY} />
      <Owners {...props} submission={failed.owner ?? EMPTY} />
      {isOwner && <Deprecation {...props} submission={failed.deprecation ?? deprecation} />}
    </div>,
    Object.keys(failed).length > 0 ? 422 : 200,
  );
}

import type { Context } from "hono";
import type { TokenCreated, TokenInfo } from "#contract/tokens.ts";
import { createToken, listTokens, revokeToken } from "#features/tokens/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { tokenIdParam } from "#http/params.ts";
import { TokenField } from "#web/forms/fields.tsx";
import { formToken } from "#web/forms/own-form.ts";
import { fieldsOf, prefilled, type Submission, submit } from "#web/forms/submission.ts";
import { dayOf } from "#web/format.ts";
import { Ago } from "#web/components/time.tsx";
import { Copyable } from "#web/components/copyable.tsx";
import { done } from "#web/notice.ts";
import { page } from "#web/page.tsx";
import { SettingsFrame } from "./frame.tsx";
import { NEW_TOKEN, NewToken, TokenForm } from "./token-form.tsx";

type C = Context<HttpEnv>;

export const showTokens = (c: C): Promise<Response> => tokensPage(c, prefilled(NEW_TOKEN), 200);

/** Answers with the secret itself rather than with a redirect: it is kept nowhere, so no later page could show it. */
export async function submitToken(c: C): Promise<Response> {
  const result = await submit(await fieldsOf(c), TokenForm, async (input) =>
    tokensPage(c, prefilled(NEW_TOKEN), 201, await createToken(c.get("ctx"), input)),
  );
  return result instanceof Response ? result : tokensPage(c, result, 422);
}

export async function submitTokenRevocation(c: C): Promise<Response> {
  await revokeToken(c.get("ctx"), tokenIdParam(c));
  return done(c, "The token is revoked", "/settings/tokens");
}

async function tokensPage(
  c: C,
  submission: Submission,
  status: 200 | 201 | 422,
  created?: TokenCreated,
): Promise<Response> {
  const tokens = await listTokens(c.get("ctx"));
  const token = await formToken(c);
  return page(
    c,
    { title: "API tokens", hidden: true },
    <SettingsFrame path="/settings/tokens">
      {created && <Secret created={created} />}
      <section class="panel" aria-labelledby="tokens">
        <h2 id="tokens">API tokens</h2>
        <p>For programs that act for you: they need no password, and can do only what you allow them.</p>
        {tokens.length === 0 ? (
          <p class="quiet">You have none.</p>
        ) : (
          <ul class="records">
            {tokens.map((each) => (
              <OneToken each={each} token={token} now={c.get("ctx").clock()} />
            ))}
          </ul>
        )}
      </section>
      <NewToken token={token} submission={submission} />
    </SettingsFrame>,
    status,
  );
}

const Secret = ({ created }: { created: TokenCreated }) => (
  <section class="panel panel-good" role="status" aria-labelledby="secret">
    <h2 id="secret">{created.name}</h2>
    <p>Copy the token now: it is shown this once, and we keep only its fingerprint.</p>
    <Copyable label="The new token" text={created.token} />
  </section>
);

const OneToken = ({ each, token, now }: { each: TokenInfo; token: string; now: Date }) => (
  <li class="record">
    <div>
      <p class="record-title">
        {each.name} <code>{each.token_prefix}…</code>
      </p>
      <p class="quiet">
        {each.scopes.join(", ")} · {each.plugins ? each.plugins.join(", ") : "all your plugins"}
      </p>
      <p class="quiet">
        {new Date(each.expires_at) <= now ? "Expired" : "Expires"} {dayOf(each.expires_at)} ·{" "}
        {each.last_used_at ? (
          <>
            last used <Ago time={each.last_used_at} now={now} />
          </>
        ) : (
          "never used"
        )}
      </p>
    </div>
    <form method="post" action={`/settings/tokens/${each.id}/revoke`}>
      <TokenField token={token} />
      <button type="submit" class="button button-quiet" aria-label={`Revoke ${each.name}`}>
        Revoke
      </button>
    </form>
  </li>
);

import type { Context } from "hono";
import { EmailRequest, PasswordRequest } from "#contract/accounts.ts";
import { requireActor } from "#features/access.ts";
import { changeEmail, changePassword, logOutEverywhere } from "#features/accounts/index.ts";
import type { Actor } from "#features/context.ts";
import type { HttpEnv } from "#http/env.ts";
import { endSession, keepSession } from "#http/session-cookie.ts";
import { TokenField } from "#web/forms/fields.tsx";
import { formToken } from "#web/forms/own-form.ts";
import { fieldsOf, prefilled, type Submission, submit } from "#web/forms/submission.ts";
import { dayOf } from "#web/format.ts";
import { done } from "#web/notice.ts";
import { page } from "#web/page.tsx";
import { EmailForm, PasswordForm } from "./account-forms.tsx";
import { SettingsFrame } from "./frame.tsx";

type C = Context<HttpEnv>;

export const showAccount = (c: C): Promise<Response> => accountPage(c, {});

export async function submitEmail(c: C): Promise<Response> {
  const result = await submit(
    await fieldsOf(c),
    EmailRequest,
    async (input) => {
      await changeEmail(c.get("ctx"), input);
      return done(c, `You sign in as ${input.email} from now on`, "/settings");
    },
    { email_taken: "email", invalid_credentials: "current_password" },
  );
  return result instanceof Response ? result : accountPage(c, { email: result });
}

export async function submitPassword(c: C): Promise<Response> {
  const result = await submit(
    await fieldsOf(c),
    PasswordRequest,
    async (input) => {
      keepSession(c, await changePassword(c.get("ctx"), input));
      return done(c, "Your password is changed; every other session is ended", "/settings");
    },
    { invalid_credentials: "current_password" },
  );
  return result instanceof Response ? result : accountPage(c, { password: result });
}

export async function submitLogoutAll(c: C): Promise<Response> {
  await logOutEverywhere(c.get("ctx"));
  endSession(c);
  return c.redirect("/login", 303);
}

async function accountPage(c: C, failed: { email?: Submission; password?: Submission }): Promise<Response> {
  const actor = requireActor(c.get("ctx"));
  const token = await formToken(c);
  const { email = prefilled({ email: actor.email }), password = prefilled({}) } = failed;
  return page(
    c,
    { title: "Settings", hidden: true },
    <SettingsFrame path="/settings">
      <Profile actor={actor} />
      <EmailForm token={token} submission={email} />
      <PasswordForm token={token} submission={password} />
      <section class="panel" aria-labelledby="sessions">
        <h2 id="sessions">Sessions</h2>
        <p>
          A session lasts 30 days. If you left one open somewhere, end them all, this one included; API tokens go on.
        </p>
        <form method="post" action="/settings/sessions">
          <TokenField token={token} />
          <button type="submit" class="button button-quiet">
            Sign out everywhere
          </button>
        </form>
      </section>
    </SettingsFrame>,
    Object.keys(failed).length > 0 ? 422 : 200,
  );
}

const Profile = ({ actor }: { actor: Actor }) => (
  <section class="panel" aria-labelledby="profile">
    <h2 id="profile">Profile</h2>
    <dl class="pairs">
      <dt>Username</dt>
      <dd>
        <a href={`/users/${actor.username}`}>{actor.username}</a>
      </dd>
      <dt>Member since</dt>
      <dd>{dayOf(actor.createdAt)}</dd>
    </dl>
    <p class="quiet">A username stays: it says who published what, so nobody else may ever come by yours.</p>
  </section>
);

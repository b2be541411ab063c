import type { Context } from "hono";
import { LoginRequest } from "#contract/accounts.ts";
import { logIn } from "#features/accounts/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { endSession, keepSession } from "#http/session-cookie.ts";
import { Field, Form } from "../forms/fields.tsx";
import { nextOf, withNext } from "../forms/next.ts";
import { formToken } from "../forms/own-form.ts";
import { EMPTY, fieldsOf, type Submission, submit } from "../forms/submission.ts";
import { done } from "../notice.ts";
import { page } from "../page.tsx";

type C = Context<HttpEnv>;

export const showLogin = (c: C): Promise<Response> => loginPage(c, EMPTY);

export async function submitLogin(c: C): Promise<Response> {
  const result = await submit(await fieldsOf(c), LoginRequest, async (input) => {
    const session = await logIn(c.get("ctx"), input);
    keepSession(c, session);
    return done(c, `Signed in as ${session.username}`, nextOf(c));
  });
  return result instanceof Response ? result : loginPage(c, result);
}

export function submitLogout(c: C): Response {
  endSession(c);
  return c.redirect("/", 303);
}

async function loginPage(c: C, submission: Submission): Promise<Response> {
  const next = nextOf(c);
  const token = await formToken(c);
  const failed = submission !== EMPTY;
  return page(
    c,
    { title: "Sign in", hidden: true },
    <section class="narrow">
      <h1>Sign in</h1>
      <Form action={withNext("/login", next)} token={token} submission={submission}>
        <Field
          name="email"
          label="E-mail address"
          type="email"
          autocomplete="username"
          required
          submission={submission}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="current-password"
          required
          submission={submission}
        />
        <button type="submit" class="button">
          Sign in
        </button>
      </Form>
      <p class="quiet">
        No account yet? <a href={withNext("/register", next)}>Create one</a>.
      </p>
    </section>,
    failed ? 422 : 200,
  );
}

import type { Context } from "hono";
import { RegisterRequest } from "#contract/accounts.ts";
import { registerAccount } from "#features/accounts/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { keepSession } from "#http/session-cookie.ts";
import { Field, Form } from "../forms/fields.tsx";
import { nextOf, withNext } from "../forms/next.ts";
import { formToken } from "../forms/own-form.ts";
import { EMPTY, fieldsOf, type Submission, submit } from "../forms/submission.ts";
import { done } from "../notice.ts";
import { page } from "../page.tsx";

type C = Context<HttpEnv>;

export const showRegister = (c: C): Promise<Response> => registerPage(c, EMPTY);

export async function submitRegister(c: C): Promise<Response> {
  const result = await submit(
    await fieldsOf(c),
    RegisterRequest,
    async (input) => {
      const session = await registerAccount(c.get("ctx"), input);
      keepSession(c, session);
      return done(c, `Welcome, ${session.username}`, nextOf(c));
    },
    { username_taken: "username", email_taken: "email" },
  );
  return result instanceof Response ? result : registerPage(c, result);
}

async function registerPage(c: C, submission: Submission): Promise<Response> {
  const next = nextOf(c);
  const token = await formToken(c);
  return page(
    c,
    { title: "Create an account", hidden: true },
    <section class="narrow">
      <h1>Create an account</h1>
      <p class="quiet">To publish plugins and to review those of others. Browsing and installing need none.</p>
      <Form action={withNext("/register", next)} token={token} submission={submission}>
        <Field
          name="username"
          label="Username"
          autocomplete="nickname"
          hint="Public, and yours for good: 3 to 39 letters, digits, hyphens and underscores"
          required
          submission={submission}
        />
        <Field
          name="email"
          label="E-mail address"
          type="email"
          autocomplete="username"
          hint="To sign in with; never public"
          required
          submission={submission}
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters"
          required
          submission={submission}
        />
        <button type="submit" class="button">
          Create the account
        </button>
      </Form>
      <p class="quiet">
        You have one? <a href={withNext("/login", next)}>Sign in</a>.
      </p>
    </section>,
    submission === EMPTY ? 200 : 422,
  );
}

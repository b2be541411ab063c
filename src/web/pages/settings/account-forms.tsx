import { Field, Form } from "#web/forms/fields.tsx";
import type { Submission } from "#web/forms/submission.ts";

interface Props {
  token: string;
  submission: Submission;
}

const CURRENT = {
  name: "current_password",
  label: "Current password",
  type: "password",
  autocomplete: "current-password",
  required: true,
} as const;

export const EmailForm = ({ token, submission }: Props) => (
  <section class="panel" aria-labelledby="address">
    <h2 id="address">E-mail address</h2>
    <Form action="/settings/email" token={token} submission={submission}>
      <Field
        name="email"
        label="E-mail address"
        type="email"
        autocomplete="email"
        hint="To sign in with; never public"
        required
        submission={submission}
      />
      <Field {...CURRENT} id="email-current-password" submission={submission} />
      <button type="submit" class="button">
        Change the address
      </button>
    </Form>
  </section>
);

export const PasswordForm = ({ token, submission }: Props) => (
  <section class="panel" aria-labelledby="password">
    <h2 id="password">Password</h2>
    <p>Changing it ends every session but this one.</p>
    <Form action="/settings/password" token={token} submission={submission}>
      <Field {...CURRENT} submission={submission} />
      <Field
        name="new_password"
        label="New password"
        type="password"
        autocomplete="new-password"
        hint="At least 8 characters"
        required
        submission={submission}
      />
      <button type="submit" class="button">
        Change the password
      </button>
    </Form>
  </section>
);

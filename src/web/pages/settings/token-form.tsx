import * as z from "zod";
import { TokenRequest } from "#contract/tokens.ts";
import { SCOPES, type Scope } from "#lib/scopes.ts";
import { Choices, Field, Form, Select } from "#web/forms/fields.tsx";
import { type Submission, type Values } from "#web/forms/submission.ts";

const SCOPE_TEXTS: Record<Scope, string> = {
  "publish:new": "Publish new plugins",
  "publish:update": "Publish versions of plugins, deprecate them",
  yank: "Yank versions, and take it back",
  owners: "Add and remove owners",
  review: "Review, vote and answer",
};

const LIFETIMES = [7, 30, 90, 365].map((days) => ({ value: `${days}`, label: `${days} days` }));

const boxOf = (scope: Scope) => `scope-${scope}`;

/** The form's fields as the API takes them. */
export const TokenForm = z.preprocess((form) => {
  const values = form as Values;
  const plugins = (values.plugins ?? "").split(/[\s,]+/).filter(Boolean);
  return {
    name: values.name,
    scopes: SCOPES.filter((scope) => values[boxOf(scope)] === scope),
    plugins: plugins.length > 0 ? plugins : null,
    expires_in_days: Number(values.expires_in_days ?? ""),
  };
}, TokenRequest);

export const NEW_TOKEN: Values = { expires_in_days: "90" };

export const NewToken = ({ token, submission }: { token: string; submission: Submission }) => (
  <section class="panel" aria-labelledby="new-token">
    <h2 id="new-token">A new token</h2>
    <Form action="/settings/tokens" token={token} submission={submission}>
      <Field
        name="name"
        label="Name"
        hint="What it is for, such as “CI of auth-jwt”"
        maxlength={60}
        autocomplete="off"
        required
        submission={submission}
      />
      <Choices
        name="scopes"
        label="What it may do"
        submission={submission}
        choices={SCOPES.map((scope) => ({
          type: "checkbox",
          name: boxOf(scope),
          value: scope,
          label: (
            <>
              {SCOPE_TEXTS[scope]} <code>{scope}</code>
            </>
          ),
        }))}
      />
      <Field
        name="plugins"
        label="For which plugins"
        hint="Names such as auth-jwt or auth-*, with spaces between; left empty, all of yours"
        autocomplete="off"
        submission={submission}
      />
      <Select name="expires_in_days" label="Expires after" options={LIFETIMES} submission={submission} />
      <button type="submit" class="button">
        Create the token
      </button>
    </Form>
  </section>
);

import { Field, Form, TokenField } from "#web/forms/fields.tsx";
import { dayOf } from "#web/format.ts";
import type { ManageProps } from "./props.ts";

export const Owners = ({ plugin: { name }, owners, token, submission }: ManageProps) => (
  <section class="panel" aria-labelledby="owners">
    <h2 id="owners">Owners</h2>
    <p>They publish versions, yank them, answer reviews, and decide who else is an owner.</p>
    <ul class="records">
      {owners.map(({ username, added_by: addedBy, since }) => (
        <li class="record">
          <div>
            <p class="record-title">
              <a href={`/users/${username}`}>{username}</a>
            </p>
            <p class="quiet">
              Since {dayOf(since)}
              {addedBy !== null && `, added by ${addedBy}`}
            </p>
          </div>
          {owners.length > 1 && (
            <form method="post" action={`/plugins/${name}/manage/owners/remove`}>
              <TokenField token={token} />
              <input type="hidden" name="username" value={username} />
              <button type="submit" class="button button-quiet" aria-label={`Remove ${username}`}>
                Remove
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
    <Form action={`/plugins/${name}/manage/owners`} token={token} submission={submission}>
      <Field name="username" label="Username of a new owner" autocomplete="off" required submission={submission} />
      <button type="submit" class="button">
        Add the owner
      </button>
    </Form>
  </section>
);

import type { Context } from "hono";
import type { AdminUser, UserListQuery } from "#contract/admin.ts";
import { listUsers } from "#features/moderation/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { address } from "#web/address.ts";
import { Pager } from "#web/components/pager.tsx";
import { Field, TokenField } from "#web/forms/fields.tsx";
import { withNext } from "#web/forms/next.ts";
import { formToken } from "#web/forms/own-form.ts";
import { prefilled } from "#web/forms/submission.ts";
import { counted, dayOf } from "#web/format.ts";
import { page } from "#web/page.tsx";
import { AdminFrame } from "./frame.tsx";

export async function usersPage(c: Context<HttpEnv>, query: UserListQuery): Promise<Response> {
  const { users, total, page: number, per_page: perPage } = await listUsers(c.get("ctx"), query);
  const token = await formToken(c);
  const { pathname, search } = new URL(c.req.url);
  const own = c.get("ctx").actor?.id;
  return page(
    c,
    { title: "Users", hidden: true },
    <AdminFrame path="/admin/users">
      <form class="filter-form" action="/admin/users">
        <Field
          name="q"
          label="Beginning of a username or e-mail address"
          submission={prefilled({ q: query.q ?? "" })}
        />
        <button type="submit" class="button">
          Search
        </button>
      </form>
      <p class="quiet">{counted(total, "account")}</p>
      <ul class="records">
        {users.map((user) => (
          <OneUser user={user} isOwn={user.id === own} token={token} back={`${pathname}${search}`} />
        ))}
      </ul>
      <Pager
        label="Pages of accounts"
        listing={{ page: number, per_page: perPage, total }}
        to={(other) => address("/admin/users", { q: query.q, page: `${other}` })}
      />
    </AdminFrame>,
  );
}

interface OneUserProps {
  user: AdminUser;
  isOwn: boolean;
  token: string;
  back: string;
}

function OneUser({ user, isOwn, token, back }: OneUserProps) {
  const { id, username, suspended_at: suspendedAt } = user;
  const [verb, label] = suspendedAt === null ? ["suspend", "Suspend"] : ["unsuspend", "Let in again"];
  return (
    <li class="record">
      <div>
        <p class="record-title">
          <a href={`/users/${username}`}>{username}</a>
          {user.is_admin && <span class="badge">Administrator</span>}
          {user.is_official && <span class="badge">Official</span>}
          {suspendedAt !== null && <span class="badge severity-high">Suspended {dayOf(suspendedAt)}</span>}
        </p>
        <p class="quiet">
          {user.email} · since {dayOf(user.created_at)} · {counted(user.plugins_count, "plugin")} ·{" "}
          <a href={`/admin/audit-log?actor=${username}`}>what they did</a>
        </p>
      </div>
      {!isOwn && (
        <form method="post" action={withNext(`/admin/users/${id}/${verb}`, back)}>
          <TokenField token={token} />
          <button type="submit" class="button button-quiet" aria-label={`${label}: ${username}`}>
            {label}
          </button>
        </form>
      )}
    </li>
  );
}

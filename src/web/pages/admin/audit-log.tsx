import type { Context } from "hono";
import type { AuditEntry, AuditLogQuery } from "#contract/admin.ts";
import { listAuditLog } from "#features/moderation/index.ts";
import type { HttpEnv } from "#http/env.ts";
import { address } from "#web/address.ts";
import { Pager } from "#web/components/pager.tsx";
import { Ago } from "#web/components/time.tsx";
import { Field } from "#web/forms/fields.tsx";
import { prefilled } from "#web/forms/submission.ts";
import { counted } from "#web/format.ts";
import { page } from "#web/page.tsx";
import { AdminFrame } from "./frame.tsx";

const FILTERS = [
  { name: "actor", label: "Who" },
  { name: "action", label: "Did what" },
  { name: "plugin", label: "Plugin" },
] as const;

export async function auditLogPage(c: Context<HttpEnv>, query: AuditLogQuery): Promise<Response> {
  const { entries, total, page: number, per_page: perPage } = await listAuditLog(c.get("ctx"), query);
  const { actor, action, plugin } = query;
  const filled = prefilled({ actor: actor ?? "", action: action ?? "", plugin: plugin ?? "" });
  return page(
    c,
    { title: "Audit log", hidden: true },
    <AdminFrame path="/admin/audit-log">
      <form class="filter-form" action="/admin/audit-log">
        {FILTERS.map(({ name, label }) => (
          <Field name={name} label={label} autocomplete="off" submission={filled} />
        ))}
        <button type="submit" class="button">
          Filter
        </button>
      </form>
      <p class="quiet">{counted(total, "change")}</p>
      <div class="wide" tabindex={0} role="region" aria-label="Changes">
        <table>
          <thead>
            <tr>
              {["When", "Who", "What", "Plugin", "Account", "Details"].map((title) => (
                <th scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Entry entry={entry} now={c.get("ctx").clock()} />
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        label="Pages of the log"
        listing={{ page: number, per_page: perPage, total }}
        to={(other) => address("/admin/audit-log", { actor, action, plugin, page: `${other}` })}
      />
    </AdminFrame>,
  );
}

const Entry = ({
  entry: { created_at, actor, action, plugin, user, details },
  now,
}: {
  entry: AuditEntry;
  now: Date;
}) => (
  <tr>
    <td class="nowrap">
      <Ago time={created_at} now={now} />
    </td>
    <td>{actor === null ? "the registry" : <a href={`/admin/audit-log?actor=${actor}`}>{actor}</a>}</td>
    <td>
      <a href={`/admin/audit-log?action=${action}`}>{action}</a>
    </td>
    <td>{plugin !== null && <a href={`/admin/audit-log?plugin=${plugin}`}>{plugin}</a>}</td>
    <td>{user}</td>
    <td>
      {Object.entries(details)
        .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join(", ")}
    </td>
  </tr>
);

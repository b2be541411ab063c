import { type AuditLog, AuditLogQuery } from "#contract/admin.ts";
import type { Context } from "../context.ts";
import { checked } from "../input/checked.ts";
import { auditLog } from "../routes/admin.ts";
import { pageOf } from "../terminal/format.ts";
import { report } from "../terminal/report.ts";
import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

interface AuditOptions {
  actor?: string;
  action?: string;
  plugin?: string;
  /** From 1 on. */
  page: number;
  perPage: number;
}

export async function audit({ client }: Context, { page, perPage, ...filters }: AuditOptions) {
  const query = checked(AuditLogQuery, { ...filters, page: page - 1, per_page: perPage });
  const found = await client.send(auditLog, { query });
  return report({ ...found, page: found.page + 1 }, show);
}

function show(log: AuditLog, style: Style): string {
  const grid = table(
    log.entries,
    [
      { head: "TIME", cell: ({ created_at }) => created_at.slice(0, 19).replace("T", " ") },
      { head: "ACTOR", cell: ({ actor }) => actor ?? "registry" },
      { head: "ACTION", cell: ({ action }) => style.bold(action) },
      { head: "PLUGIN", cell: ({ plugin }) => plugin ?? "" },
      { head: "ACCOUNT", cell: ({ user }) => user ?? "" },
      { head: "DETAILS", cell: ({ details }) => (Object.keys(details).length === 0 ? "" : JSON.stringify(details)) },
    ],
    style,
  );
  return `${grid}\n\n${style.dim(pageOf(log, "change"))}`;
}

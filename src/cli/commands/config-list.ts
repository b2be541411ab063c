import type { Context } from "../context.ts";
import type { ConfigDocument } from "../documents/config.ts";
import { settingsPath } from "../settings/location.ts";
import { SETTINGS } from "../settings/settings.ts";
import { report } from "../terminal/report.ts";
import { table } from "../terminal/table.ts";
import type { Style } from "../terminal/style.ts";
import { textOf } from "./config-get.ts";

/** Enough of a token to recognise it. */
const SHOWN = 12;

export function listConfig({ settings }: Context) {
  const rows = SETTINGS.map((key) => {
    const { value, source } = settings[key];
    return { key, value: key === "token" && typeof value === "string" ? `${value.slice(0, SHOWN)}…` : value, source };
  });
  const document: ConfigDocument = { path: settingsPath(), settings: rows };
  return Promise.resolve(report(document, show));
}

function show({ path, settings }: ConfigDocument, style: Style): string {
  const columns = [
    { head: "KEY", cell: ({ key }: ConfigDocument["settings"][number]) => style.bold(key) },
    { head: "FROM", cell: ({ source }: ConfigDocument["settings"][number]) => source },
    { head: "VALUE", cell: ({ value }: ConfigDocument["settings"][number]) => textOf(value) },
  ];
  return `${table(settings, columns, style)}\n\n${style.dim(path)}`;
}

import type { Context } from "../context.ts";
import type { SettingDocument } from "../documents/config.ts";
import type { Settings } from "../settings/settings.ts";
import { report } from "../terminal/report.ts";

export function getConfig({ settings }: Context, key: keyof Settings) {
  const document: SettingDocument = { key, ...settings[key] };
  return Promise.resolve(report(document, ({ value }) => textOf(value)));
}

export const textOf = (value: SettingDocument["value"]): string =>
  Array.isArray(value) ? value.join(",") : String(value ?? "");

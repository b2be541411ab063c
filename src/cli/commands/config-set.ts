import type { Context } from "../context.ts";
import type { SettingDocument } from "../documents/config.ts";
import { EXIT } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { DEFAULTS } from "../settings/defaults.ts";
import { changeSettingsFile, readSettingsFile, type SettingsFile } from "../settings/file.ts";
import { registryUrl } from "../settings/registry-url.ts";
import type { Settings } from "../settings/settings.ts";
import { report } from "../terminal/report.ts";
import { textOf } from "./config-get.ts";

const READ: { [Key in keyof Settings]: (text: string) => NonNullable<SettingsFile[Key]> } = {
  url: (text) => (registryUrl(text), text),
  token: (text) => text,
  timeout: readTimeout,
  alternative_registries: readList,
};

export async function setConfig({ terminal }: Context, key: keyof Settings, text: string) {
  const value = READ[key](text);
  const leaves = key === "url" && (await leavesRegistry(text));
  await changeSettingsFile({ [key]: value, ...(leaves ? { token: undefined } : {}) });
  if (leaves)
    terminal.note("The token of the registry before is forgotten: sign in with mockforge-registry login", "warning");
  const document: SettingDocument = { key, value, source: "file" };
  return report(document, ({ value: shown }) => (key === "token" ? "token is set" : `${key} is ${textOf(shown)}`));
}

/** Whether a token is stored that the registry at `url` must not see. */
async function leavesRegistry(url: string): Promise<boolean> {
  const { url: before = DEFAULTS.url, token } = await readSettingsFile();
  return token !== undefined && registryUrl(before).origin !== registryUrl(url).origin;
}

function readTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new Failure(`'${text}' is not a whole number of seconds`, { exitCode: EXIT.usage });
}

function readList(text: string): string[] {
  const registries = text
    .split(",")
    .filter((each) => each.trim() !== "")
    .map((each) => each.trim());
  for (const each of registries) registryUrl(each);
  return registries;
}

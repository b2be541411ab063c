import type { Context } from "../context.ts";
import { readTarget } from "../input/target.ts";
import { downloads, plugin, reviews, version } from "../routes/plugins.ts";
import { report } from "../terminal/report.ts";
import { showInfo } from "./info-text.ts";

const DAYS = 90;

export async function info({ client }: Context, text: string) {
  const { name, selector = "latest" } = readTarget(text);
  const [entry, chosen, series, { stats }] = await Promise.all([
    client.send(plugin, { params: { name } }),
    client.send(version, { params: { name, version: selector } }),
    client.send(downloads, { params: { name }, query: { days: DAYS } }),
    client.send(reviews, { params: { name }, query: { per_page: 1 } }),
  ]);
  return report({ plugin: entry, version: chosen, downloads: series, reviews: stats }, showInfo);
}

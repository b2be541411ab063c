import type { Context } from "../context.ts";
import type { OpenDocument } from "../documents/open.ts";
import { addressOf } from "../client/route.ts";
import { readName } from "../input/target.ts";
import { plugin } from "../routes/plugins.ts";
import { report } from "../terminal/report.ts";

export async function open({ client, terminal }: Context, text: string) {
  const { name } = await client.send(plugin, { params: { name: readName(text) } });
  const url = addressOf(client.registry, "/plugins/:name", { params: { name } }).href;
  if (process.stdout.isTTY && !terminal.json) await show(url, terminal);
  return report({ name, url } satisfies OpenDocument, (document) => document.url);
}

async function show(url: string, terminal: Context["terminal"]): Promise<void> {
  const { default: openInBrowser } = await import("open");
  const browser = await openInBrowser(url);
  browser.on("error", () => terminal.note("There is no browser here to open it in", "quiet"));
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { convertV4MiniflareOptions, fetch as send, Miniflare, type Request as MiniflareRequest } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { configPath, type WorkerOptions, workerSettings } from "./worker.ts";

export interface LeanWorker {
  url: string;
  s3Endpoint: string;
  /** Speaks the protocol of V8's inspector. */
  inspector: string;
  close(): Promise<void>;
}

/**
 * The same Worker on the same workerd, without what the harness puts round it: no proxy before it, and its requests
 * leave workerd directly, not by way of this process. Three to five times quicker, for tests with thousands of requests.
 * @param onOutbound sees the host of each request that leaves, which then comes by way of this process after all
 */
export async function startLeanWorker(
  options: WorkerOptions,
  onOutbound?: (host: string) => void,
): Promise<LeanWorker> {
  // Reading wrangler.toml warns of the experiment that the object store's address is.
  process.env["WRANGLER_LOG"] = "error";
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath);
  const contents = await readFile(join(options.workerDir, "index.js"), "utf8");
  const optionsFor = (port: number, s3Endpoint: string) =>
    convertV4MiniflareOptions({
      ...workerOptions,
      port,
      inspectorPort: 0,
      cf: false,
      // The Worker writes a line for each request.
      handleStructuredLogs: () => undefined,
      ...(onOutbound && {
        outboundService: (request: MiniflareRequest) => {
          onOutbound(new URL(request.url).host);
          return send(request);
        },
      }),
      modules: [{ type: "ESModule", path: "index.js", contents }],
      bindings: { ...(workerOptions.bindings as object), ...workerSettings(options, s3Endpoint) },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    });
  const miniflare = new Miniflare(optionsFor(0, "http://127.0.0.1"));
  const { port, href } = await miniflare.ready;
  // The object store's address is part of the settings, and known only now; the port stays.
  const s3Endpoint = `${href}cdn-cgi/local/r2/s3`;
  await miniflare.setOptions(optionsFor(Number(port), s3Endpoint));
  const url = await miniflare.unsafeGetDirectURL();
  const { href: inspector } = await miniflare.getInspectorURL();
  return { url: url.href, s3Endpoint, inspector, close: () => miniflare.dispose() };
}

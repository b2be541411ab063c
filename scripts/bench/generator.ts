import autocannon from "autocannon";
import pg from "pg";
import { registryPublication, verdaccioPublication } from "./publications.ts";
import type { BenchRequest, HttpLoad, Load, Measured, SqlLoad } from "./load.ts";

/** A process of its own: making load must not slow down the SQL endpoint, which lives in the one that measures. */
process.on("message", (load: Load) => {
  const running = load.kind === "http" ? loadHttp(load) : loadSql(load);
  running.then(
    (measured) => process.send!({ measured }),
    (error: unknown) => process.send!({ failure: error instanceof Error ? error.stack : String(error) }),
  );
});

function loadHttp({ url, request, connections, addresses, seconds, expected }: HttpLoad): Promise<Measured> {
  const times: number[] = [];
  let failures = 0;
  const started = performance.now();
  const sent = requestOf(request);
  let clients = 0;
  const options: autocannon.Options = {
    url,
    connections,
    duration: seconds,
    // It ends when it next takes a sample.
    sampleInt: 100,
    timeout: 20,
    requests: [sent],
    ...(addresses && {
      setupClient(client) {
        const headers = { ...sent.headers, "cf-connecting-ip": addresses[clients++ % addresses.length] };
        client.setRequests([{ ...sent, headers }]);
      },
    }),
  };
  return new Promise((resolve, reject) => {
    const running = autocannon(options, (error: Error | null, { errors }) => {
      if (error) reject(error);
      else resolve(summary(times, failures + errors, (performance.now() - started) / 1000));
    });
    running.on("response", (_client, statusCode, _bytes, ms) => {
      times.push(ms);
      if (statusCode !== expected) failures += 1;
    });
  });
}

function requestOf({ path, method = "GET", headers = {}, body, publication, isDistinct }: BenchRequest) {
  let asked = 0;
  const distinct: autocannon.Request["setupRequest"] = (request) => ({
    ...request,
    path: `${path}${path.includes("?") ? "&" : "?"}asked=${(asked += 1)}`,
  });
  const publications = { registry: registryPublication, verdaccio: verdaccioPublication };
  const publish = publication && publications[publication];
  return {
    path,
    method,
    headers,
    ...(body !== undefined && { body }),
    ...(isDistinct && { setupRequest: distinct }),
    ...(publish && { setupRequest: (request: autocannon.Request) => ({ ...request, ...publish() }) }),
  } satisfies autocannon.Request;
}

/** The statements of one request, one after the other, by as many connections at once. */
async function loadSql({ databaseUrl, statements, connections, seconds }: SqlLoad): Promise<Measured> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      for (const { query, params } of statements) {
        await pool.query({ text: query, values: params, queryMode: "extended" } as pg.QueryConfig);
      }
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, client)).finally(() => pool.end());
  return summary(times, 0, (performance.now() - started) / 1000);
}

function summary(times: number[], failures: number, seconds: number): Measured {
  const sorted = Float64Array.from(times).toSorted();
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    perSecond: sorted.length / seconds,
    p50: quantile(0.5),
    p99: quantile(0.99),
    answers: sorted.length,
    failures,
  };
}

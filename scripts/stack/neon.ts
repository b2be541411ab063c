import { neon, neonConfig, type NeonQueryFunction } from "@neondatabase/serverless";

const endpoints = new Map<string, string>();
const defaultEndpoint = neonConfig.fetchEndpoint as (host: string, port: string) => string;

/** The Neon driver, talking to `sqlEndpoint` instead of Neon for this database server when one is given. */
export function connect(databaseUrl: string, sqlEndpoint?: string): NeonQueryFunction<false, false> {
  if (sqlEndpoint) endpoints.set(new URL(databaseUrl).host, sqlEndpoint);
  // The driver's setting is global: look the endpoint up by server, so that two stacks in one process get on.
  neonConfig.fetchEndpoint = (host, port) =>
    endpoints.get(`${host}:${port}`) ?? endpoints.get(host) ?? defaultEndpoint(host, String(port));
  return neon(databaseUrl);
}

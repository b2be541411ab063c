import pg from "pg";

/** Returns the new database's URL. The template must have no connections. */
export async function createDatabase(serverUrl: string, name: string, template = "template1"): Promise<string> {
  const [database, source] = [name, template].map((word) => pg.escapeIdentifier(word));
  await administer(serverUrl, `CREATE DATABASE ${database} TEMPLATE ${source}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export function dropDatabase(serverUrl: string, name: string): Promise<void> {
  return administer(serverUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

import pg from "pg";

export interface Explainer {
  /**
   * Runs a statement.
   * @returns its plan with times and buffers, then those of each statement in the functions that it called, in the format that was asked for
   */
  plansOf(statement: { query: string; params: unknown[] }): Promise<string[]>;
  close(): Promise<void>;
}

const SETTINGS = {
  log_min_duration: "0",
  log_analyze: "on",
  log_buffers: "on",
  log_nested_statements: "on",
  log_level: "notice",
};

/** EXPLAIN knows a function only as a call; `auto_explain`, which comes with PostgreSQL, looks into it. Needs a superuser. */
export async function openExplainer(databaseUrl: string, format: "text" | "json"): Promise<Explainer> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query("load 'auto_explain'");
  for (const [name, value] of Object.entries({ ...SETTINGS, log_format: format })) {
    await client.query(`set auto_explain.${name} = '${value}'`);
  }
  let plans: string[] = [];
  client.on("notice", ({ message = "" }) => {
    const [, plan] = /^duration: [\d.]+ ms {2}plan:\n(.*)$/s.exec(message) ?? [];
    if (plan) plans.push(plan);
  });
  return {
    async plansOf({ query, params }) {
      plans = [];
      await client.query(query, params);
      // What ends last is what was sent.
      return [plans.at(-1)!, ...plans.slice(0, -1)];
    },
    close: () => client.end(),
  };
}

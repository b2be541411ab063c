import type { RegistryEntry } from "#contract/plugins.ts";

type Category = RegistryEntry["category"];

/** How a category is called, and what is in it. */
export const CATEGORY_TEXTS: Record<Category, { title: string; text: string }> = {
  auth: { title: "Authentication", text: "Tokens, signatures and logins" },
  template: { title: "Templates", text: "Values for mocked answers" },
  response: { title: "Responses", text: "Shape what is sent back" },
  datasource: { title: "Data sources", text: "Files, tables and databases" },
  middleware: { title: "Middleware", text: "Between request and answer" },
  testing: { title: "Testing", text: "Assertions, faults and fuzzing" },
  observability: { title: "Observability", text: "Logs, traces and metrics" },
  other: { title: "Other", text: "What fits nowhere else" },
};

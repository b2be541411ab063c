export * from "./accounts.ts";
export * from "./audit.ts";
export * from "./plugins.ts";
export * from "./reviews.ts";
export * from "./statistics.ts";
export * from "./uploads.ts";

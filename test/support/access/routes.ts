import { createApp } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import { surfaceOf } from "../../../src/http/surface.ts";

export interface Route {
  method: string;
  path: string;
  /** By which it is found in the table of rules: what is mounted twice is there once. */
  key: string;
  surface: "api" | "web";
}

const SETTINGS = {
  DATABASE_URL: "postgres://nobody@localhost/none",
  JWT_SECRET: "0123456789abcdefghijklmnopqrstuv",
  S3_ENDPOINT: "http://localhost",
  S3_BUCKET: "none",
  S3_ACCESS_KEY_ID: "none",
  S3_SECRET_ACCESS_KEY: "none",
};

/** Every route of the whole Worker, from its own router. */
export function allRoutes(): Route[] {
  const app = createApp(readConfig(SETTINGS), {} as Env);
  const handled = app.routes.filter(({ method }) => method !== "ALL");
  const byName = new Map(handled.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return [...byName].map(([name, { method, path }]) => ({
    method,
    path,
    key: name.replace(" /camel/", " /"),
    surface: surfaceOf(path),
  }));
}

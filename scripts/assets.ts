import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./stack/problem.ts";

const target = fileURLToPath(new URL("../.assets/docs/", import.meta.url));
const swaggerFiles = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

// A file of its own, since the content security policy allows no inline script.
const initScript = `window.ui = SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

/** Fills .assets/, which Cloudflare serves without running the Worker, from npm packages: nothing comes from a CDN. */
export async function buildAssets(): Promise<void> {
  const packageFile = createRequire(import.meta.url).resolve("swagger-ui-dist/package.json");
  await mkdir(target, { recursive: true });
  await Promise.all([
    ...swaggerFiles.map((name) => copyFile(join(dirname(packageFile), name), join(target, name))),
    writeFile(join(target, "init.js"), initScript),
  ]);
}

if (import.meta.main) await runCommand(buildAssets);

import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { runCommand } from "./stack/problem.ts";

const folder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const sources = folder("src/web/assets/");
const target = folder(".assets/");
const docs = join(target, "docs");
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

/** A name holds its content's hash, so what is behind it never changes. */
const headers = `/static/*
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
`;

/**
 * Fills .assets/, which Cloudflare serves without running the Worker: nothing comes from a CDN. Each style sheet and
 * script at the top of src/web/assets is built with what it imports; names.json tells the layout their names.
 */
export async function buildAssets(): Promise<void> {
  await mkdir(docs, { recursive: true });
  await Promise.all([copySwagger(), writeFile(join(target, "_headers"), headers), buildStatic()]);
}

async function copySwagger(): Promise<void> {
  const packageFile = createRequire(import.meta.url).resolve("swagger-ui-dist/package.json");
  await Promise.all([
    ...swaggerFiles.map((name) => copyFile(join(dirname(packageFile), name), join(docs, name))),
    writeFile(join(docs, "init.js"), initScript),
  ]);
}

async function buildStatic(): Promise<void> {
  const files = await readdir(sources, { withFileTypes: true });
  const entryPoints = files.filter((file) => file.isFile() && /\.(?:css|ts|svg)$/.test(file.name));
  const { metafile } = await build({
    entryPoints: entryPoints.map(({ name }) => join(sources, name)),
    outdir: join(target, "static"),
    entryNames: "[name].[hash]",
    loader: { ".svg": "copy" },
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome123", "firefox128", "safari17.5"],
    metafile: true,
  });
  const names = namesOf(metafile);
  const buildHash = createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, 16);
  await writeFile(join(target, "names.json"), `${JSON.stringify({ build: buildHash, ...names }, null, 2)}\n`);
  await removeOthers(new Set(Object.values(names).map((path) => basename(path))));
}

/** After the new ones are there: `npm run dev` may be serving this folder. */
async function removeOthers(current: Set<string>): Promise<void> {
  const files = await readdir(join(target, "static"));
  const old = files.filter((name) => !current.has(name));
  await Promise.all(old.map((name) => rm(join(target, "static", name))));
}

/** `main.js` → `/static/main.3F9A0C1D.js` */
function namesOf({ outputs }: Metafile): Record<string, string> {
  const names = Object.keys(outputs).map((path) => basename(path));
  return Object.fromEntries(names.map((name) => [name.replace(/\.[^.]+\./, "."), `/static/${name}`]));
}

if (import.meta.main) await runCommand(buildAssets);

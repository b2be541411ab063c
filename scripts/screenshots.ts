import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser/launch.ts";
import { Problem, runCommand } from "./stack/problem.ts";

/** The main pages with the sample data of `npm run dev`, which has to be running. */
const PAGES: Record<string, string> = {
  home: "/",
  search: "/search",
  plugin: "/plugins/auth-jwt",
  compare: "/plugins/auth-jwt/compare/1.1.0...1.2.0",
  user: "/users/admin",
  stats: "/stats",
  guide: "/guide",
  login: "/login",
};
const WIDTHS = { wide: 1280, narrow: 375 };
const THEMES = ["light", "dark"] as const;

const folder = fileURLToPath(new URL("../.screenshots/", import.meta.url));
const url = process.env.REGISTRY_URL || `http://localhost:${process.env.PORT || 8787}`;

interface Look {
  size: keyof typeof WIDTHS;
  theme: (typeof THEMES)[number];
}

/** Writes each page wide and narrow, light and dark; with names as arguments, only those. */
async function takeScreenshots(): Promise<void> {
  const wanted = process.argv.slice(2);
  const names = Object.keys(PAGES).filter((name) => wanted.length === 0 || wanted.includes(name));
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const theme of THEMES) {
      for (const size of ["wide", "narrow"] as const) await takeAll(browser, names, { theme, size });
    }
  } finally {
    await browser.close();
  }
}

async function takeAll(browser: Browser, names: string[], { theme, size }: Look): Promise<void> {
  const viewport = { width: WIDTHS[size], height: 900 };
  const context = await browser.newContext({ baseURL: url, colorScheme: theme, viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  for (const name of names) {
    const answer = await page.goto(PAGES[name]!).catch((cause: unknown) => {
      throw new Problem(`${url} cannot be reached; start it with npm run dev, or name another one by REGISTRY_URL.`, {
        cause,
      });
    });
    if (!answer?.ok()) throw new Problem(`${url}${PAGES[name]} answers ${answer?.status()}, not a page to look at.`);
    await page.screenshot({ path: `${folder}${name}-${size}-${theme}.png`, fullPage: true });
  }
  await context.close();
}

await runCommand(takeScreenshots);

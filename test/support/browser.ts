import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";

export interface VisitorOptions {
  javaScript?: boolean;
  width?: number;
  /** A session token, for somebody who is signed in. */
  session?: string;
}

/** What a cookie is set for: the browser sends secure ones to this machine unencrypted too, but takes them for https alone. */
const secure = (url: string) => url.replace(/^http:/, "https:");

/** A visitor of their own: cookies, storage and theme are shared with nobody. */
export async function visitor(
  browser: Browser,
  url: string,
  { javaScript = true, width = 1280, session }: VisitorOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    colorScheme: "light",
    javaScriptEnabled: javaScript,
    reducedMotion: "reduce",
    viewport: { width, height: 900 },
  });
  if (session !== undefined) {
    await context.addCookies([
      { name: "__Host-session", value: session, url: secure(url), httpOnly: true, secure: true, sameSite: "Lax" },
    ]);
  }
  return context;
}

/** What the browser refused or failed to run on this page; an honest page has nothing to say here. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}

/** The rules of axe that the theme decides; all others find the same in both. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** Holds a page in both themes against axe's rules: nothing serious or critical may remain. Leaves it in the dark one. */
export async function expectNoSeriousAxe(page: Page): Promise<void> {
  // Not through addScriptTag, which the content security policy forbids.
  await page.evaluate(axe.source);
  await expectNoViolations(page, "light", {});
  await expectNoViolations(page, "dark", { runOnly: RULES_OF_COLOUR });
}

async function expectNoViolations(page: Page, theme: "light" | "dark", rules: axe.RunOptions): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  const options = JSON.stringify({ resultTypes: ["violations"], ...rules } satisfies axe.RunOptions);
  const { violations } = (await page.evaluate(`axe.run(${options})`)) as axe.AxeResults;
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`,
    );
  expect(serious, `${page.url()} in the ${theme} theme`).toEqual([]);
}

/** How far the page can be scrolled sideways, in CSS pixels. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** Nothing scrolls sideways on telephones, a tablet or a large screen; leaves the page as wide as that. */
export async function expectToFitAnyScreen(page: Page): Promise<void> {
  for (const width of [320, 375, 768, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sidewaysScroll(page), `${page.url()} at ${width} pixels`).toBe(0);
  }
}

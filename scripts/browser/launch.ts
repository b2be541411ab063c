import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Starts a browser: on Linux the Chromium that npm brought, which needs nothing else installed; elsewhere the Chrome that is there. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== "linux") return playwright.launch({ channel: "chrome" });
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ["--no-sandbox"] });
}

/** What is somebody's own, or nothing without a form. */
const PRIVATE = ["/login", "/register", "/settings", "/publish", "/admin"];

/** Everything else may be read and found. */
export const robots = (origin: string): string =>
  ["User-agent: *", ...PRIVATE.map((path) => `Disallow: ${path}`), `Sitemap: ${origin}/sitemap.xml`, ""].join("\n");

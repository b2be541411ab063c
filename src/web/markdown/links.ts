/** Hosts that show a repository's files below `/blob/HEAD/`, and send them below `/raw/HEAD/`. */
const FORGES = new Set(["github.com", "gitlab.com", "codeberg.org"]);
const PREFIX = "user-content-";
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** The id of a heading, kept apart from the ids of the page. */
export const headingId = (slug: string): string => `${PREFIX}${slug}`;

/** Where a README's link leads; undefined when that is nowhere to be found or not safe to follow. */
export function linkTarget(href: string, repository: string | null): string | undefined {
  if (href.startsWith("#")) return `#${PREFIX}${href.slice(1)}`;
  if (isAbsolute(href)) return /^(?:https?|mailto):/i.test(href) ? href : undefined;
  return inRepository(href, repository, "blob");
}

/** Where a README's image lies: encrypted, or nowhere. */
export function imageSource(source: string, repository: string | null): string | undefined {
  if (isAbsolute(source)) return /^https:\/\//i.test(source) ? source : undefined;
  return inRepository(source, repository, "raw");
}

const isAbsolute = (href: string) => SCHEME.test(href) || href.startsWith("//") || href.includes("\\");

function inRepository(path: string, repository: string | null, view: "blob" | "raw"): string | undefined {
  if (!repository || !URL.canParse(repository)) return undefined;
  const { protocol, hostname, pathname } = new URL(repository);
  if (protocol !== "https:" || !FORGES.has(hostname)) return undefined;
  const root = `https://${hostname}${pathname.replace(/\.git$|\/$/, "")}/${view}/HEAD/`;
  const { href } = new URL(path.replace(/^\/+/, ""), root);
  return href.startsWith(root) ? href : undefined;
}

const ANYWHERE = "http://registry.invalid";

/** Where to go after a form: a path of ours, or `/` for everything else, so that nobody is sent to another site. */
export function ownPath(wanted: string | undefined): string {
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, ANYWHERE)) return "/";
  const url = new URL(wanted, ANYWHERE);
  // A path may still begin with two slashes (`/.//elsewhere`), which a browser would read as a host.
  if (url.origin !== ANYWHERE || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}

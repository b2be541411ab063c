import type { Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { endSession } from "#http/session-cookie.ts";
import type { ErrorCode, ErrorStatus, RegistryError } from "#lib/errors.ts";
import { SearchBox } from "../components/search-box.tsx";
import { page } from "../page.tsx";

const HEADLINES: Partial<Record<ErrorStatus, string>> = {
  401: "Sign in first",
  403: "That is not for you to do",
  404: "Nothing here",
  405: "Not like that",
  409: "That does not go together",
  413: "Too large",
  429: "A little slower, please",
  500: "Something went wrong",
  503: "Back in a moment",
};

/** A session that has ended is forgotten, and the page is shown as everybody sees it. */
const ENDED = new Set<ErrorCode>(["invalid_token", "account_suspended"]);

/** Renders an error of the catalogue as a page, with the request's id, which is in the log too. */
export async function showError(c: Context<HttpEnv>, error: RegistryError): Promise<Response> {
  for (const [name, value] of Object.entries(error.headers)) c.header(name, value);
  c.header("Cache-Control", "no-store");
  if (ENDED.has(error.code)) endSession(c);
  if (error.code === "invalid_token" && c.req.method === "GET") return c.redirect(pathOf(c));
  if (error.code === "authentication_required") return c.redirect(`/login?next=${encodeURIComponent(pathOf(c))}`, 303);
  // Only what was read: whether a form was taken nobody knows here, and sending it again is for who filled it in.
  const retry = error.status >= 500 && c.req.method === "GET" ? pathOf(c) : undefined;
  const title = HEADLINES[error.status] ?? "That did not work";
  return page(
    c,
    { title, hidden: true },
    <Problem title={title} error={error} retry={retry} requestId={c.get("requestId")} />,
    error.status,
  );
}

/** Encoded within another address it may be three times as long, and Node's client takes no more than 16 KB of headers. */
const LONGEST_PATH = 4_000;

/** Where to come back to after signing in or a failure: a page; what was about to be changed is not done by coming back. */
function pathOf(c: Context<HttpEnv>): string {
  if (c.req.method !== "GET") return "/";
  const { pathname, search } = new URL(c.req.url);
  const path = `${pathname}${search}`;
  return pathname.startsWith("//") || path.length > LONGEST_PATH ? "/" : path;
}

interface ProblemProps {
  title: string;
  error: RegistryError;
  retry: string | undefined;
  requestId: string;
}

const Problem = ({ title, error, retry, requestId }: ProblemProps) => (
  <section class="problem">
    <p class="problem-status">{error.status}</p>
    <h1>{title}</h1>
    <p class="lead">{error.message}</p>
    {error.issues && (
      <ul>
        {error.issues.map(({ path, message }) => (
          <li>{path ? `${path} ${message}` : message}</li>
        ))}
      </ul>
    )}
    {retry !== undefined && (
      <p>
        <a class="button" href={retry}>
          Try again
        </a>
      </p>
    )}
    {error.status === 404 && <SearchBox id="search" large />}
    <p class="quiet">
      <a href="/">Front page</a> · request <code>{requestId}</code>
    </p>
  </section>
);

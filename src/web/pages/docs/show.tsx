import type { Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { page } from "#web/page.tsx";
import { type Input, type Route, routesByTag } from "./reference.ts";

const FACTS = {
  title: "API",
  description: "Every route of the registry's JSON API: what it takes, what it answers and who may ask.",
};

/** Who may ask. */
const ACCESS: Record<string, string> = {
  none: "Anybody",
  public: "Anybody",
  user: "Signed in, or with an API token",
  session: "Signed in; not with an API token",
  admin: "An administrator",
};

const idOf = (tag: string) => tag.toLowerCase().replaceAll(/\W+/g, "-");

export function showDocs(c: Context<HttpEnv>): Promise<Response> {
  const tags = [...routesByTag(c.get("services").version)];
  return page(
    c,
    FACTS,
    <div class="guide">
      <nav class="guide-contents" aria-label="Chapters">
        <ul>
          {tags.map(([tag]) => (
            <li>
              <a href={`#${idOf(tag)}`}>{tag}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="prose">
        <h1>API</h1>
        <p class="lead">
          What the pages show, for programs: JSON over HTTPS, with an ETag on every public read.{" "}
          <a href="/docs/try">Try it out</a>, or take the <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a>.
        </p>
        <p>
          To act as somebody, send <code>Authorization: Bearer</code> with a session or an{" "}
          <a href="/settings/tokens">API token</a>. The same API answers in camelCase below <code>/camel</code>. How
          much you may ask is in the <a href="/guide#limits">guide</a>.
        </p>
        {tags.map(([tag, routes]) => (
          <section aria-labelledby={idOf(tag)}>
            <h2 id={idOf(tag)}>{tag}</h2>
            {routes.map((route) => (
              <OneRoute route={route} />
            ))}
          </section>
        ))}
      </div>
    </div>,
  );
}

const OneRoute = ({ route }: { route: Route }) => (
  <details class="route" id={route.id}>
    <summary>
      <span class={`method method-${route.method}`}>{route.method.toUpperCase()}</span> <code>{route.path}</code>
      <span class="route-summary">{route.summary}</span>
    </summary>
    <p class="quiet">{ACCESS[route.access]}.</p>
    <Inputs title="Parameters" inputs={route.parameters} />
    <Inputs title="Body" inputs={route.fields} />
    <dl class="route-inputs">
      {route.answers.map(([status, description]) => (
        <>
          <dt>{status}</dt>
          <dd>{description}</dd>
        </>
      ))}
    </dl>
  </details>
);

const Inputs = ({ title, inputs }: { title: string; inputs: Input[] }) =>
  inputs.length === 0 ? null : (
    <>
      <p class="route-part">{title}</p>
      <dl class="route-inputs">
        {inputs.map(({ name, isRequired, description }) => (
          <>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {description}
              {isRequired && <span class="quiet"> (required)</span>}
            </dd>
          </>
        ))}
      </dl>
    </>
  );

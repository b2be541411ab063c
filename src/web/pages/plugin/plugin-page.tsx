import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import { fullCount } from "#web/format.ts";
import { renderMarkdown } from "#web/markdown/render.ts";
import { Dependencies } from "./dependencies.tsx";
import type { PluginFacts } from "./facts.ts";
import { Heading } from "./heading.tsx";
import { Quick } from "./quick.tsx";
import { More } from "./more.tsx";
import { Reviews } from "./reviews.tsx";
import { Security } from "./security.tsx";
import { Versions } from "./versions.tsx";

/** Heading, the facts at a glance beside it, and five sections of which one is shown: by `:target`, without a script. */
export const PluginPage = ({ facts }: { facts: PluginFacts }) => (
  <div class="plugin">
    <Heading facts={facts} />
    <aside class="plugin-side" aria-label="At a glance">
      <Quick facts={facts} />
      <More facts={facts} />
    </aside>
    <div class="plugin-main">
      <nav class="tabs" aria-label="Sections">
        {sectionsOf(facts).map(({ id, label, count }) => (
          <a href={`#${id}`}>
            {label}
            {count !== undefined && <span class="tab-count">{fullCount(count)}</span>}
          </a>
        ))}
      </nav>
      <div class="sections">
        {sectionsOf(facts).map(({ id, label, content }) => (
          <section id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`} class={id === "readme" ? "visually-hidden" : undefined}>
              {label}
            </h2>
            {content}
          </section>
        ))}
      </div>
    </div>
  </div>
);

interface Section {
  id: string;
  label: string;
  count?: number;
  content: Child;
}

const sectionsOf = (facts: PluginFacts): Section[] => [
  { id: "readme", label: "README", content: <Readme facts={facts} /> },
  { id: "security", label: "Security", content: <Security facts={facts} /> },
  {
    id: "versions",
    label: "Versions",
    count: facts.plugin.versions.length,
    content: <Versions facts={facts} />,
  },
  {
    id: "dependencies",
    label: "Dependencies",
    count: Object.keys(facts.version.dependencies).length,
    content: <Dependencies facts={facts} />,
  },
  { id: "reviews", label: "Reviews", count: facts.reviews.total, content: <Reviews facts={facts} /> },
];

const Readme = ({ facts: { readme, plugin } }: { facts: PluginFacts }) =>
  readme === null || readme.trim() === "" ? (
    <p class="quiet">This version came without a README.</p>
  ) : (
    <div class="prose">{raw(renderMarkdown(readme, { repository: plugin.repository }))}</div>
  );

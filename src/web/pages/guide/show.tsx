import type { Context } from "hono";
import type { HttpEnv } from "#http/env.ts";
import { page } from "#web/page.tsx";
import { BadgeRules } from "./badge-rules.tsx";
import { Installing } from "./installing.tsx";
import { Limits } from "./limits.tsx";
import { Publishing } from "./publishing.tsx";
import { Trust } from "./trust.tsx";

const FACTS = {
  title: "Guide",
  description:
    "How to install and publish plugins for MockForge, what the registry vouches for, and what its limits are.",
};

const CHAPTERS = [
  ["installing", "Install a plugin"],
  ["publishing", "Publish a plugin"],
  ["trust", "What to trust"],
  ["badges", "Badges"],
  ["limits", "Limits"],
] as const;

/** In words; the numbers in it are those that the registry acts by. */
export const showGuide = (c: Context<HttpEnv>): Promise<Response> =>
  page(
    c,
    FACTS,
    <div class="guide">
      <nav class="guide-contents" aria-label="Chapters">
        <ul>
          {CHAPTERS.map(([id, title]) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="prose">
        <h1>Guide</h1>
        <p class="lead">
          Plugins are WebAssembly modules that extend MockForge. Here is how they get onto your machine, how yours gets
          into the registry, and why you may believe what you see.
        </p>
        <Installing />
        <Publishing origin={c.get("origin")} />
        <Trust />
        <BadgeRules />
        <Limits policies={c.get("services").policies} />
      </div>
    </div>,
  );

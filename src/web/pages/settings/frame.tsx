import type { Child } from "hono/jsx";

const PARTS = [
  { path: "/settings", label: "Account" },
  { path: "/settings/tokens", label: "API tokens" },
];

/** What the pages of the settings share. */
export const SettingsFrame = ({ path, children }: { path: string; children?: Child }) => (
  <div class="settings">
    <h1>Settings</h1>
    <nav class="subnav" aria-label="Settings">
      {PARTS.map((part) => (
        <a href={part.path} aria-current={part.path === path ? "page" : undefined}>
          {part.label}
        </a>
      ))}
    </nav>
    {children}
  </div>
);

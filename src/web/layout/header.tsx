import { Icon } from "../components/icon.tsx";
import { Logo } from "../components/logo.tsx";
import { SearchBox } from "../components/search-box.tsx";
import { TokenField } from "../forms/fields.tsx";
import type { LayoutProps, Viewer } from "./facts.ts";

const SECTIONS = [
  { path: "/plugins", label: "Explore" },
  { path: "/guide", label: "Guide" },
  { path: "/docs", label: "API" },
];

export const Header = ({ facts, path, viewer }: Pick<LayoutProps, "facts" | "path" | "viewer">) => (
  <header class="site-header">
    <div class="site-header-row">
      <a class="brand" href="/">
        <Logo />
        <span class="brand-name">
          MockForge <span class="brand-part">plugins</span>
        </span>
      </a>
      {!facts.ownSearch && <SearchBox query={facts.query} id="site-search" />}
      <nav class="site-nav" aria-label="Main">
        {SECTIONS.map((section) => (
          <a href={section.path} aria-current={section.path === path ? "page" : undefined}>
            {section.label}
          </a>
        ))}
        {viewer ? <Account viewer={viewer} /> : <a href="/login">Sign in</a>}
        <button class="theme-switch icon-button" type="button" data-theme-switch aria-label="Switch to the dark theme">
          <Icon name="moon" />
          <Icon name="sun" />
        </button>
      </nav>
    </div>
  </header>
);

const Account = ({ viewer }: { viewer: Viewer }) => (
  <details class="menu" data-menu>
    <summary>
      <Icon name="person" />
      <span class="menu-name">{viewer.username}</span>
    </summary>
    <div class="menu-items">
      <a href={`/users/${viewer.username}`}>Your plugins</a>
      <a href="/publish">Publish</a>
      <a href="/settings">Settings</a>
      {viewer.isAdmin && <a href="/admin">Administration</a>}
      <form method="post" action="/logout">
        <TokenField token={viewer.formToken} />
        <button type="submit">Sign out</button>
      </form>
    </div>
  </details>
);

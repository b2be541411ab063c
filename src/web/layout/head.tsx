import assets from "#assets";
import type { LayoutProps } from "./facts.ts";

const SITE = "MockForge plugin registry";
const DESCRIPTION = "Find, judge, publish and install WebAssembly plugins for MockForge.";

export function Head({ facts, origin, path }: Pick<LayoutProps, "facts" | "origin" | "path">) {
  const title = facts.title === SITE ? SITE : `${facts.title} · MockForge plugins`;
  const address = `${origin}${facts.canonical ?? path}`;
  const description = facts.description ?? DESCRIPTION;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <meta name="description" content={description} />
      <meta name="color-scheme" content="light dark" />
      <script src={assets["theme.js"]} />
      <link rel="stylesheet" href={assets["styles.css"]} />
      <link rel="icon" href={assets["icon.svg"]} type="image/svg+xml" />
      {facts.hidden ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={address} />
          <meta property="og:site_name" content={SITE} />
          <meta property="og:type" content="website" />
          <meta property="og:title" content={facts.title} />
          <meta property="og:description" content={description} />
          <meta property="og:url" content={address} />
          <meta name="twitter:card" content="summary" />
        </>
      )}
      {["main.js", ...(facts.scripts ?? [])].map((name) => (
        <script type="module" src={assets[name]} />
      ))}
      {facts.head}
    </head>
  );
}

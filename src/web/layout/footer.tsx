const LINKS = [
  { href: "/guide", label: "Guide" },
  { href: "/docs", label: "API" },
  { href: "/stats", label: "Statistics" },
  { href: "/feed.xml", label: "Feed" },
  { href: "https://mockforge.dev", label: "MockForge" },
];

export const Footer = () => (
  <footer class="site-footer">
    <div class="site-footer-row">
      <p>Published versions never change. No tracking, no third parties.</p>
      <nav aria-label="More">
        {LINKS.map(({ href, label }) => (
          <a href={href}>{label}</a>
        ))}
      </nav>
    </div>
  </footer>
);

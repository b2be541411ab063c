import { raw } from "hono/html";
import type { PluginFacts } from "./facts.ts";

/** For search engines (schema.org) and feed readers. */
export const Metadata = ({ facts }: { facts: PluginFacts }) => (
  <>
    <link
      rel="alternate"
      type="application/atom+xml"
      title={`Versions of ${facts.plugin.name}`}
      href={`/plugins/${facts.plugin.name}/feed.xml`}
    />
    <script type="application/ld+json">{raw(asScriptData(structuredData(facts)))}</script>
  </>
);

/** JSON within a script element: a `<` in it could end the element. */
const asScriptData = (data: object) => JSON.stringify(data).replaceAll("<", "\\u003c");

function structuredData({ plugin, version, origin }: PluginFacts): object {
  return {
    "@context": "https://schema.org",
    "@type": "SoftwareApplication",
    name: plugin.name,
    description: plugin.description,
    url: `${origin}/plugins/${plugin.name}`,
    applicationCategory: "DeveloperApplication",
    operatingSystem: "MockForge",
    softwareVersion: version.version,
    datePublished: version.published_at,
    downloadUrl: version.package_url,
    fileSize: `${version.size} B`,
    license: plugin.license,
    author: plugin.owners.map((name) => ({ "@type": "Person", name, url: `${origin}/users/${name}` })),
    offers: { "@type": "Offer", price: 0, priceCurrency: "USD" },
    ...(plugin.reviews_count > 0 && {
      aggregateRating: { "@type": "AggregateRating", ratingValue: plugin.rating, ratingCount: plugin.reviews_count },
    }),
  };
}

import type { LayoutProps } from "./facts.ts";
import { Footer } from "./footer.tsx";
import { Head } from "./head.tsx";
import { Header } from "./header.tsx";

/** Header, one main landmark, footer. */
export const Layout = ({ facts, origin, path, viewer, content }: LayoutProps) => (
  <html lang="en">
    <Head facts={facts} origin={origin} path={path} />
    <body>
      <a class="skip-link" href="#content">
        Skip to content
      </a>
      <Header facts={facts} path={path} viewer={viewer} />
      <main id="content" class="page" tabindex={-1}>
        {viewer?.notice && (
          <p class="notice" role="status">
            {viewer.notice}
          </p>
        )}
        {content}
      </main>
      <Footer />
    </body>
  </html>
);

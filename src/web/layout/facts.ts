import type { Child } from "hono/jsx";

/** What a page says of itself. */
export interface PageFacts {
  title: string;
  /** For search engines and previews; a sentence. */
  description?: string;
  /** The address by which search engines know the page, when it has several. */
  canonical?: string;
  /** The page has a search box of its own. */
  ownSearch?: boolean;
  /** What stands in the search box. */
  query?: string;
  /** The page is not to be found by search engines. */
  hidden?: boolean;
  /** More for the head: a feed, structured data. */
  head?: Child;
  /** Scripts of src/web/assets beyond main.js, such as `publish.js`. */
  scripts?: string[];
}

/** Who looks at the page; null for everybody who is not signed in. */
export interface Viewer {
  username: string;
  isAdmin: boolean;
  /** For the forms of this page. */
  formToken: string;
  notice: string | undefined;
}

export interface LayoutProps {
  facts: PageFacts;
  origin: string;
  path: string;
  viewer: Viewer | null;
  content: Child;
}

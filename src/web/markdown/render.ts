import MarkdownIt, { type Token } from "markdown-it";
import { highlight } from "./highlight.ts";
import { headingId, imageSource, linkTarget } from "./links.ts";
import { markTasks } from "./tasks.ts";

/** The page has a heading of its own above each text. */
const HEADING_SHIFT = 2;
const DEEPEST = 6;

interface Source {
  /** Where relative links lead. */
  repository: string | null;
  /** Headings of this text so far, by slug. */
  slugs: Map<string, number>;
}

const markdown = new MarkdownIt({ html: false, linkify: true, highlight });
// `readme.md` is a file, not a host in Moldova.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// What a link may be is decided where it is written, by `links.ts`; refusing it here would leave its source in the text.
markdown.validateLink = () => true;
markdown.core.ruler.push("registry", ({ tokens, env }) => {
  const source = env.source as Source;
  markTasks(tokens);
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") nameHeading(token, tokens[index + 1], source);
    if (token.type === "heading_close") token.tag = shifted(token.tag);
    if (token.type === "td_open" || token.type === "th_open") alignByClass(token);
    for (const child of token.children ?? []) mendReference(child, source);
  }
});
Object.assign(markdown.renderer.rules, {
  // What is wider than the page scrolls by itself, by keyboard too.
  table_open: () => '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n',
  table_close: () => "</table></div>\n",
});
for (const rule of ["fence", "code_block"] as const) {
  const plain = markdown.renderer.rules[rule]!;
  markdown.renderer.rules[rule] = (...args) => plain(...args).replace("<pre>", '<pre tabindex="0">');
}

/**
 * GitHub's Markdown as HTML that is safe to show: no HTML of the author's, links that are followed without vouching for them,
 * images only from encrypted addresses, anchors that cannot be taken for the page's own.
 */
export function renderMarkdown(text: string, { repository }: { repository: string | null }): string {
  const source: Source = { repository, slugs: new Map() };
  return markdown.render(text, { source });
}

/** The parser writes `style="text-align:right"`, which the content security policy forbids. */
function alignByClass(cell: Token): void {
  const side = /\w+$/.exec(String(cell.attrGet("style") ?? ""))?.[0];
  cell.attrs = side ? [["class", `align-${side}`]] : null;
}

const shifted = (tag: string) => `h${Math.min(DEEPEST, Number(tag.slice(1)) + HEADING_SHIFT)}`;

function nameHeading(heading: Token, inline: Token | undefined, { slugs }: Source): void {
  const words = (inline?.children ?? []).map(({ content }) => content).join("");
  const slug = words
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
  const count = slugs.get(slug) ?? 0;
  slugs.set(slug, count + 1);
  heading.tag = shifted(heading.tag);
  heading.attrSet("id", headingId(count === 0 ? slug : `${slug}-${count}`));
}

function mendReference(token: Token, { repository }: Source): void {
  if (token.type === "link_open") {
    const target = linkTarget(String(token.attrGet("href") ?? ""), repository);
    token.attrs =
      target === undefined
        ? []
        : [
            ["href", target],
            ["rel", "nofollow noopener ugc"],
          ];
  }
  if (token.type !== "image") return;
  const source = imageSource(String(token.attrGet("src") ?? ""), repository);
  if (source === undefined) {
    token.type = "text";
    token.children = null;
    return;
  }
  token.attrSet("src", source);
  token.attrSet("loading", "lazy");
}

import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../../src/web/markdown/render.ts";

const TAGS = /^(?:a|blockquote|br|code|div|em|h[3-6]|hr|img|li|ol|p|pre|s|span|strong|table|tbody|td|th|thead|tr|ul)$/;
const ATTRIBUTES: Record<string, RegExp> = {
  href: /^(?:https?:\/\/|mailto:|#user-content-)/i,
  src: /^https:\/\//i,
  rel: /^nofollow noopener ugc$/,
  id: /^user-content-/,
  class: /^(?:language-\S+|code-[a-z-]*|task|wide|align-(?:left|right|center))$/,
  tabindex: /^0$/,
  role: /^region$/,
  "aria-label": /^Table$/,
  loading: /^lazy$/,
  alt: /^[^<>]*$/,
  title: /^[^<>]*$/,
  start: /^\d+$/,
};

/** Every piece of markup in a text of HTML that is not plainly harmless. */
function harmful(html: string): string[] {
  const found: string[] = [];
  const rest = html.replaceAll(
    /<\/?([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>/g,
    (_tag, name: string, attributes: string) => {
      if (!TAGS.test(name)) found.push(name);
      for (const [, attribute = "", value = ""] of attributes.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) {
        if (!ATTRIBUTES[attribute]?.test(value)) found.push(`${attribute}=${value}`);
      }
      return "";
    },
  );
  if (/[<>]/.test(rest)) found.push(rest);
  return found;
}

const RUNS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<a href=javascript:alert(1)>x</a>",
  "<body onload=alert(1)>",
  "<style>@import 'javascript:alert(1)';</style>",
  "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
  "<!--><script>alert(1)</script-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<x onclick=alert(1)>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<form><button formaction=javascript:alert(1)>x</button></form>",
  "<base href=https://evil.example/>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<object data=javascript:alert(1)>",
  "<template><script>alert(1)</script></template>",
  "\u0000<script>alert(1)</script>",
  "<scr\u0000ipt>alert(1)</script>",
];

const LINKS = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "java&#10;script:alert(1)",
  "&#106;avascript:alert(1)",
  "&#x6A;avascript:alert(1)",
  "javascript&colon;alert(1)",
  "\u0001javascript:alert(1)",
  "%6Aavascript:alert(1)",
  "vbscript:msgbox(1)",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "blob:https://x/1",
  "file:///etc/passwd",
  "//evil.example",
  "\\\\evil.example",
  "/\\evil.example",
  'https://x/"onmouseover=alert(1)',
  "https://x/<script>",
  "x:y",
];

const WRAPPINGS: Record<string, (payload: string) => string> = {
  "by itself": (payload) => payload,
  "in a sentence": (payload) => `A sentence ${payload} goes on`,
  "in a heading": (payload) => `# ${payload}`,
  "in a table": (payload) => `| a |\n|---|\n| ${payload} |`,
  "as code": (payload) => `\`${payload}\``,
  "in a block of code": (payload) => `\`\`\`js\n${payload}\n\`\`\``,
  "as a language": (payload) => `\`\`\`${payload}\ncode\n\`\`\``,
  "as a link's text": (payload) => `[${payload}](https://example.com)`,
  "as a link's title": (payload) => `[x](https://example.com '${payload}')`,
  "as an image's text": (payload) => `![${payload}](https://example.com/x.png)`,
  "in a task": (payload) => `- [x] ${payload}`,
  "in a quotation": (payload) => `> ${payload}`,
};

describe("HTML of the author never becomes HTML of the page", () => {
  test.each(Object.entries(WRAPPINGS))("%s", (_where, wrap) => {
    for (const payload of RUNS) {
      expect(harmful(renderMarkdown(wrap(payload), { repository: null })), payload).toEqual([]);
    }
  });
});

describe("a link or an image that is not plainly harmless leads nowhere", () => {
  test.each([
    ["a link", (target: string) => `[x](${target})`],
    ["a link in angle brackets", (target: string) => `[x](<${target}>)`],
    ["an autolink", (target: string) => `<${target}>`],
    ["a reference", (target: string) => `[x][y]\n\n[y]: ${target}`],
    ["an image", (target: string) => `![x](${target})`],
    ["an image in a link", (target: string) => `[![x](${target})](${target})`],
    ["bare", (target: string) => `see ${target} there`],
  ])("%s", (_kind, write) => {
    for (const repository of [null, "https://github.com/a/b", "javascript:alert(1)", "https://evil.example/a/b"]) {
      for (const target of LINKS) {
        const html = renderMarkdown(write(target), { repository });
        expect(harmful(html), `${target} with ${repository}`).toEqual([]);
        expect(html, target).not.toMatch(/(?:href|src)="(?:[a-z]+:)?\/\/[^"/]*evil\.example/);
      }
    }
  });
});

/** Of this process alone, so that what else the machine does counts for nothing. */
function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000;
}

test("a hostile text takes no longer than an honest one of its length", () => {
  const length = 100_000;
  const hostile = ["[", "![", "*a_", "`", "> ", "<a ", "- ", "|", "[a](", "&", "~~a", "**a *a ", "http://", "\\["];
  for (const piece of hostile) {
    const milliseconds = cpuTimeOf(() => renderMarkdown(piece.repeat(length / piece.length), { repository: null }));
    expect(milliseconds, piece).toBeLessThan(3_000);
  }
});

test("nor does hostile code, in any language that is coloured", () => {
  const languages = ["bash", "diff", "go", "javascript", "json", "python", "rust", "toml", "typescript", "yaml"];
  const hostile = [
    '"',
    "'",
    "`",
    "/",
    "/*",
    "{",
    "$(",
    "<<a\n",
    "a.",
    "=",
    "- ",
    "\\",
    "${",
    '"""',
    "r#",
    "a:",
    "[",
    " ",
  ];
  for (const language of languages) {
    for (const piece of hostile) {
      const code = piece.repeat(9_900 / piece.length);
      const milliseconds = cpuTimeOf(() => renderMarkdown(`~~~${language}\n${code}\n~~~`, { repository: null }));
      expect(milliseconds, `${language} ${piece}`).toBeLessThan(1_000);
    }
  }
});

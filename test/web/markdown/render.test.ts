import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../../src/web/markdown/render.ts";

const render = (text: string, repository: string | null = "https://github.com/ada/hello") =>
  renderMarkdown(text, { repository });

describe("GitHub's Markdown", () => {
  test("tables scroll by themselves, by keyboard too", () => {
    const html = render("| a | b |\n|---|--:|\n| 1 | 2 |");
    expect(html).toContain('<div class="wide" tabindex="0" role="region" aria-label="Table"><table>');
    expect(html).toContain('<td class="align-right">2</td>');
  });

  test("task lists show what is done", () => {
    expect(render("- [x] one\n- [ ] two")).toMatch(/<li class="task">☑ one<\/li>\s*<li class="task">☐ two<\/li>/);
  });

  test("struck out text, and addresses that stand by themselves", () => {
    expect(render("~~old~~ https://example.com")).toBe(
      '<p><s>old</s> <a href="https://example.com" rel="nofollow noopener ugc">https://example.com</a></p>\n',
    );
  });

  test("code is coloured where the language is known, and plain where not", () => {
    expect(render("```yaml\na: 1\n```")).toContain('<span class="code-number">1</span>');
    expect(render("```sh\necho $HOME\n```")).toContain("<span");
    expect(render("```cobol\nMOVE A.\n```")).toBe(
      '<pre tabindex="0"><code class="language-cobol">MOVE A.\n</code></pre>\n',
    );
  });

  test("headings stand below the page's own, with anchors that none of its own can be", () => {
    expect(render("# Use it\n## Use it\n###### Deep")).toBe(
      '<h3 id="user-content-use-it">Use it</h3>\n<h4 id="user-content-use-it-1">Use it</h4>\n<h6 id="user-content-deep">Deep</h6>\n',
    );
  });
});

describe("links", () => {
  test.each([
    ["#use-it", "#user-content-use-it"],
    ["docs/guide.md", "https://github.com/ada/hello/blob/HEAD/docs/guide.md"],
    ["./docs/../LICENSE", "https://github.com/ada/hello/blob/HEAD/LICENSE"],
    ["/LICENSE", "https://github.com/ada/hello/blob/HEAD/LICENSE"],
    ["mailto:ada@example.com", "mailto:ada@example.com"],
    ["http://example.com/a?b#c", "http://example.com/a?b#c"],
  ])("%s leads to %s", (written, target) => {
    expect(render(`[x](${written})`)).toContain(`<a href="${target}" rel="nofollow noopener ugc">`);
  });

  test.each(["../../../evil/x", "ftp://example.com/x"])("%s leads nowhere", (written) => {
    expect(render(`[x](${written})`)).toBe("<p><a>x</a></p>\n");
  });

  test("a relative link needs a repository on a host that shows files", () => {
    for (const repository of [null, "https://example.com/ada/hello", "http://github.com/ada/hello"]) {
      expect(render("[x](a.md)", repository)).toBe("<p><a>x</a></p>\n");
    }
  });
});

test("an image comes from an encrypted address or from the repository, else its text stays", () => {
  expect(render("![logo](https://example.com/x.png)")).toContain(
    '<img src="https://example.com/x.png" alt="logo" loading="lazy">',
  );
  expect(render("![logo](x.png)")).toContain('src="https://github.com/ada/hello/raw/HEAD/x.png"');
  expect(render("![logo](http://example.com/x.png)")).toBe("<p>logo</p>\n");
});

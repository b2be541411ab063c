import fc from "fast-check";
import { expect, test } from "vitest";
import { BADGE_COLORS, type BadgeColor, badgeSvg, LABEL_COLOR } from "#lib/badge-svg.ts";

const colors = Object.keys(BADGE_COLORS) as BadgeColor[];

/** Elements and attributes of an SVG that is only that: throws on anything else. */
function parse(svg: string): { tags: string[]; attributes: string[]; text: string } {
  const tags: string[] = [];
  const attributes: string[] = [];
  const open: string[] = [];
  const text = svg.replaceAll(
    /<(\/?)([A-Za-z]+)((?:\s[\w-]+="[^"<&>]*(?:&[#\w]+;[^"<&>]*)*")*)(\/?)>/g,
    (_all, end, tag, rest, empty) => {
      if (end) expect(open.pop()).toBe(tag);
      else if (!empty) open.push(tag);
      tags.push(tag);
      attributes.push(...[...rest.matchAll(/\s([\w-]+)="[^"]*"/g)].map(([, name]) => name));
      return "";
    },
  );
  expect(open).toEqual([]);
  expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/);
  return { tags, attributes, text };
}

test("whatever the words, a badge is well-formed and nothing but shapes and text", () => {
  const words = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom('<script>alert("&")</script>', "]]>", "&amp;", '" onload="x'),
  );
  fc.assert(
    fc.property(words, words, fc.constantFrom(...colors), (label, message, color) => {
      const { tags, attributes } = parse(badgeSvg({ label, message, color }));
      expect([...new Set(tags)].toSorted()).toEqual(["clipPath", "g", "rect", "svg", "text", "title"]);
      expect(attributes.filter((name) => /^on|href|style/i.test(name))).toEqual([]);
    }),
  );
});

test("it says aloud what it shows, and its fields are as wide as their words", () => {
  const svg = badgeSvg({ label: "mockforge", message: "v1.2.0", color: "blue" });
  expect(svg).toMatch(
    /^<svg [^>]*width="119" height="20" role="img" aria-label="mockforge: v1.2.0"><title>mockforge: v1.2.0<\/title>/,
  );
  const widthOf = (message: string) =>
    Number(/width="(\d+)"/.exec(badgeSvg({ label: "x", message, color: "blue" }))?.[1]);
  // Verdana's widths at 11 px: 10.70 for an m, 3.02 for an i.
  expect(widthOf("m".repeat(100)) - widthOf("")).toBe(1070);
  expect(widthOf("i".repeat(100)) - widthOf("")).toBe(302);
});

test("white on each colour can be read: a contrast of 4.5 at least", () => {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = (hex.slice(1).match(/../g) ?? [])
      .map((pair) => Number.parseInt(pair, 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (const color of [...Object.values(BADGE_COLORS), LABEL_COLOR]) {
    expect([color, 1.05 / (luminance(color) + 0.05)]).toEqual([
      color,
      expect.toSatisfy((contrast: number) => contrast >= 4.5),
    ]);
  }
});

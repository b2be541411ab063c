import { escapeXml } from "./xml.ts";

export interface SvgBadge {
  label: string;
  message: string;
  color: BadgeColor;
}

/** White text on each of these, and on the label's, has a contrast of at least 4.5 : 1 (WCAG 2.2, AA). */
export const BADGE_COLORS = {
  blue: "#0a66b2",
  green: "#2c7a1f",
  olive: "#667300",
  orange: "#ad5200",
  grey: "#6b6b6b",
} as const;
export type BadgeColor = keyof typeof BADGE_COLORS;

export const LABEL_COLOR = "#444444";

/** Widths in hundredths of a pixel of the printable ASCII characters in Verdana at 11 px, from the space on. */
const WIDTHS = [
  387, 433, 505, 900, 699, 1184, 799, 295, 500, 500, 699, 900, 400, 500, 400, 500, 699, 699, 699, 699, 699, 699, 699,
  699, 699, 699, 500, 500, 900, 900, 900, 600, 1100, 752, 754, 768, 848, 696, 632, 853, 827, 463, 500, 762, 612, 927,
  823, 866, 663, 866, 765, 752, 678, 805, 752, 1088, 754, 677, 754, 500, 500, 500, 900, 699, 699, 661, 685, 573, 685,
  655, 387, 685, 696, 302, 379, 651, 302, 1070, 696, 668, 685, 685, 469, 573, 433, 696, 651, 900, 651, 651, 578, 698,
  500, 698, 900,
];
const PADDING = 6;

/** In whole pixels; of printable ASCII only. */
function widthOf(text: string): number {
  const hundredths = Array.from(text, (character) => WIDTHS[character.charCodeAt(0) - 32] ?? 0);
  return Math.ceil(hundredths.reduce((sum, width) => sum + width, 0) / 100);
}

/**
 * A flat badge for READMEs: two fields, 20 px high, readable by screen readers. It has no script, style or link, and
 * `textLength` keeps the text in its field whatever font there is. What is not printable ASCII is shown as `?`.
 */
export function badgeSvg(badge: SvgBadge): string {
  const [label, message] = [badge.label, badge.message].map((text) => text.replaceAll(/[^\x20-\x7e]/g, "?")) as [
    string,
    string,
  ];
  const [labelWidth, messageWidth] = [widthOf(label), widthOf(message)];
  const left = labelWidth + 2 * PADDING;
  const right = messageWidth + 2 * PADDING;
  const name = escapeXml(`${label}: ${message}`);
  const text = (content: string, x: number, width: number) =>
    `<text x="${x}" y="14" textLength="${width}">${escapeXml(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}">`,
    `<title>${name}</title>`,
    `<clipPath id="round"><rect width="${left + right}" height="20" rx="3"/></clipPath>`,
    `<g clip-path="url(#round)"><rect width="${left}" height="20" fill="${LABEL_COLOR}"/>`,
    `<rect x="${left}" width="${right}" height="20" fill="${BADGE_COLORS[badge.color]}"/></g>`,
    `<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">`,
    text(label, left / 2, labelWidth),
    text(message, left + right / 2, messageWidth),
    "</g></svg>",
  ].join("");
}

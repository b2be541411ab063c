import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";
import type { Style } from "./style.ts";

interface Column<Row> {
  head: string;
  cell: (row: Row) => string;
  align?: "left" | "right";
}

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

const GAP = 2;
const NARROWEST = 20;

/** Columns without lines between them, one row a line. On a terminal, the last column is cut where the screen ends. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], style: Style): string {
  const head = columns.map((column) => style.dim(column.head));
  const body = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const grid = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map(({ align }) => align ?? "left"),
    colWidths: columns.map((_, at) => (at === columns.length - 1 ? lastWidth([head, ...body], style) : null)),
  });
  grid.push(head, ...body);
  const lines = grid.toString().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** What the other columns leave; null for as much as it takes. */
function lastWidth(rows: readonly string[][], style: Style): number | null {
  if (style.width === Infinity) return null;
  const others = rows[0]?.slice(0, -1).map((_, at) => Math.max(...rows.map((row) => columnsOf(row[at] ?? ""))));
  const taken = (others ?? []).reduce((sum, width) => sum + width + GAP, 0);
  return Math.max(NARROWEST, style.width - taken);
}

const columnsOf = (text: string) => stripVTControlCharacters(text).length;

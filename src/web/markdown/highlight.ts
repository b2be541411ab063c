import { refractor } from "refractor/core";
import bash from "refractor/bash";
import diff from "refractor/diff";
import go from "refractor/go";
import javascript from "refractor/javascript";
import json from "refractor/json";
import python from "refractor/python";
import rust from "refractor/rust";
import toml from "refractor/toml";
import typescript from "refractor/typescript";
import yaml from "refractor/yaml";

/** What the READMEs of MockForge's plugins hold; `sh`, `js` and the like are other names of these. */
for (const language of [bash, diff, go, javascript, json, python, rust, toml, typescript, yaml]) {
  refractor.register(language);
}

/** Longer code is shown plain: colouring it would take longer than reading it. */
const MOST_CHARACTERS = 10_000;

/** Code as HTML whose spans say what each piece is; an empty text for what is to be shown plain. */
export function highlight(code: string, language: string): string {
  if (code.length > MOST_CHARACTERS || !refractor.registered(language)) return "";
  return (refractor.highlight(code, language).children as Piece[]).map(written).join("");
}

/** What refractor makes of code: text, and elements that say what is in them. */
type Piece =
  | { type: "text"; value: string }
  | { type: "element"; properties: { className: string[] }; children: Piece[] };

function written(piece: Piece): string {
  if (piece.type === "text") return escaped(piece.value);
  const kind = piece.properties.className[1] ?? "";
  return `<span class="code-${escaped(kind)}">${piece.children.map(written).join("")}</span>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);

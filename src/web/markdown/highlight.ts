import "./prism-settings.ts";
import prism, { type TokenStream } from "prismjs/components/prism-core.js";
// What the READMEs of MockForge's plugins hold; each after what it is made of.
import "prismjs/components/prism-clike.js";
import "prismjs/components/prism-javascript.js";
import "prismjs/components/prism-typescript.js";
import "prismjs/components/prism-bash.js";
import "prismjs/components/prism-diff.js";
import "prismjs/components/prism-go.js";
import "prismjs/components/prism-json.js";
import "prismjs/components/prism-python.js";
import "prismjs/components/prism-rust.js";
import "prismjs/components/prism-toml.js";
import "prismjs/components/prism-yaml.js";

const OTHER_NAMES: Record<string, string> = { sh: "bash", js: "javascript", ts: "typescript", yml: "yaml", rs: "rust" };

/** Longer code is shown plain: colouring it would take longer than reading it. */
const MOST_CHARACTERS = 10_000;

/** Code as HTML whose spans say what each piece is; an empty text for what is to be shown plain. */
export function highlight(code: string, language: string): string {
  const name = OTHER_NAMES[language] ?? language;
  const grammar = Object.hasOwn(prism.languages, name) ? prism.languages[name] : undefined;
  if (code.length > MOST_CHARACTERS || typeof grammar !== "object") return "";
  return written(prism.tokenize(code, grammar));
}

function written(stream: TokenStream): string {
  if (typeof stream === "string") return escaped(stream);
  if (Array.isArray(stream)) return stream.map(written).join("");
  return `<span class="code-${escaped(stream.type)}">${written(stream.content)}</span>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);

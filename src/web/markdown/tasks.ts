import type { Token } from "markdown-it";

const TASK = /^\[([ xX])\] /;
const BOX = { done: "☑", open: "☐" };

/** `- [x] done` becomes an item with a box. A sign rather than an input, which nobody could tick. */
export function markTasks(tokens: Token[]): void {
  for (const [index, token] of tokens.entries()) {
    const text = tokens[index + 2]?.children?.[0];
    if (token.type !== "list_item_open" || text?.type !== "text") continue;
    const mark = TASK.exec(text.content)?.[1];
    if (mark === undefined) continue;
    token.attrSet("class", "task");
    text.content = `${mark === " " ? BOX.open : BOX.done} ${text.content.slice(4)}`;
  }
}

import { sizeOf } from "#web/format.ts";

interface Check {
  text: string;
  passed: boolean;
}

export interface Checks {
  kind: "package" | "module" | undefined;
  passed: boolean;
  list: Check[];
}

const SIGNATURES = [
  { kind: "package", bytes: [0x50, 0x4b, 0x03, 0x04], says: "It is a zip" },
  { kind: "module", bytes: [0x00, 0x61, 0x73, 0x6d], says: "It is a WebAssembly module" },
] as const;

/** What can be said of a file before it is sent: what it is, by its first bytes, and whether it is too large. */
export async function checksOf(file: File | undefined, limits: DOMStringMap): Promise<Checks> {
  if (!file) return { kind: undefined, passed: false, list: [{ text: "Choose a file", passed: false }] };
  const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => first[index] === byte));
  if (!found) {
    const text = `${file.name} is neither a package (.zip) nor a WebAssembly module (.wasm)`;
    return { kind: undefined, passed: false, list: [{ text, passed: false }] };
  }
  const most = Number(limits[found.kind]);
  const fits = file.size <= most;
  const hint = found.kind === "package" ? "; larger ones are published from the command line" : "";
  const size = `It has ${sizeOf(file.size)}`;
  const list = [
    { text: found.says, passed: true },
    { text: fits ? size : `${size}, and at most ${sizeOf(most)} are taken${hint}`, passed: fits },
  ];
  return { kind: found.kind, passed: fits, list };
}

export function showChecks(list: Check[]): void {
  document.querySelector("#checks")!.replaceChildren(
    ...list.map(({ text, passed }) => {
      const item = document.createElement("li");
      item.className = passed ? "check-passed" : "check-failed";
      item.textContent = text;
      return item;
    }),
  );
}

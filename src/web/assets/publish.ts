import { checksOf, showChecks } from "./parts/publish/checks.ts";
import { acceptDrops } from "./parts/publish/drop.ts";
import { announce, sendForm } from "./parts/publish/send.ts";

const form = document.querySelector<HTMLFormElement>("#publish")!;
const input = form.querySelector<HTMLInputElement>("#file")!;
const about = form.querySelector<HTMLFieldSetElement>("#about-module")!;
const limits = form.querySelector<HTMLElement>(".drop")!.dataset;

acceptDrops(form.querySelector(".drop")!, input);
about.hidden = true;
input.addEventListener("change", () => void chosen());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const dryRun = (event.submitter as HTMLButtonElement | null)?.name === "dry_run";
  void send(dryRun);
});

/** A package says all that is needed, so it is checked at once; of a module one has to say more. */
async function chosen(): Promise<void> {
  const checks = await checksOf(input.files?.[0], limits);
  showChecks(checks.list);
  about.hidden = checks.kind !== "module";
  if (checks.kind === "module") suggestName(input.files?.[0]?.name ?? "");
  if (checks.passed && checks.kind === "package") await send(true);
}

function suggestName(file: string): void {
  const name = form.querySelector<HTMLInputElement>("#name")!;
  name.value ||= file
    .replace(/\.wasm$/i, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

async function send(dryRun: boolean): Promise<void> {
  const file = input.files?.[0];
  const checks = await checksOf(file, limits);
  showChecks(checks.list);
  if (!file || !checks.passed) return input.focus();
  const buttons = form.querySelectorAll<HTMLButtonElement>("button[type=submit]");
  for (const button of buttons) button.disabled = true;
  try {
    const direct = checks.kind === "module" && file.size > Number(limits.inline);
    await (direct ? announce(form, file, dryRun) : sendForm(form, dryRun));
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

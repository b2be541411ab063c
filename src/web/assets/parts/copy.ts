const SHOWN_MS = 1_600;

/** Buttons that copy a text, and say that they did. */
export function copyOnClick(): void {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  const buttons = document.querySelectorAll<HTMLButtonElement>("button[data-copy]");
  if (buttons.length > 0) document.body.append(status);
  for (const button of buttons) {
    button.addEventListener("click", () => void copy(button, status));
  }
}

async function copy(button: HTMLButtonElement, status: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy ?? "");
  status.textContent = "Copied";
  button.classList.add("copied");
  setTimeout(() => {
    status.textContent = "";
    button.classList.remove("copied");
  }, SHOWN_MS);
}

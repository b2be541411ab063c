type Theme = "light" | "dark";

const KEY = "theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const system = (): Theme => (systemIsDark.matches ? "dark" : "light");

/** What was chosen here before; nothing where storage is forbidden. */
function chosen(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : undefined;
  } catch {
    return undefined;
  }
}

/** A choice that the system makes anyway is none, so that it follows the system again. */
function choose(theme: Theme): void {
  try {
    if (theme === system()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    document.documentElement.dataset.theme = theme;
  }
}

export function showTheme(): void {
  const { dataset } = document.documentElement;
  const theme = chosen();
  if (theme) dataset.theme = theme;
  else delete dataset.theme;
  dataset.shown = theme ?? system();
}

export function switchThemes(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]");
  const show = () => {
    showTheme();
    const other = document.documentElement.dataset.shown === "dark" ? "light" : "dark";
    for (const button of buttons) button.setAttribute("aria-label", `Switch to the ${other} theme`);
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      choose(document.documentElement.dataset.shown === "dark" ? "light" : "dark");
      show();
    });
  }
  systemIsDark.addEventListener("change", show);
  addEventListener("storage", show);
  show();
}

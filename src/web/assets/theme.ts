import { showTheme } from "./parts/theme.ts";

// Runs before the page is painted, so that it never shows the other theme first.
document.documentElement.dataset.scripts = "";
showTheme();

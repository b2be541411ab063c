import { suggestAsYouType } from "./parts/combobox.ts";
import { closeMenus } from "./parts/menu.ts";
import { switchThemes } from "./parts/theme.ts";

switchThemes();
closeMenus();
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-combobox]")) suggestAsYouType(form);

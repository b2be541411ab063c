import { suggestAsYouType } from "./parts/combobox.ts";
import { copyOnClick } from "./parts/copy.ts";
import { closeMenus } from "./parts/menu.ts";
import { swapInPlace } from "./parts/swap.ts";
import { switchThemes } from "./parts/theme.ts";

switchThemes();
closeMenus();
copyOnClick();
swapInPlace();
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-combobox]")) suggestAsYouType(form);

/** A menu closes on Escape, and when something else is used. */
export function closeMenus(): void {
  const menus = document.querySelectorAll<HTMLDetailsElement>("details[data-menu]");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  const closeOthers = (event: Event) => {
    for (const menu of menus) if (!menu.contains(event.target as Node)) menu.open = false;
  };
  addEventListener("click", closeOthers);
  addEventListener("focusin", closeOthers);
}

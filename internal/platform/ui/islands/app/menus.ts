// Menus made of <details> close when one clicks elsewhere or presses Escape.

export function closeMenus(): void {
  document.addEventListener("click", (e) => close((d) => !d.contains(e.target as Node)));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    const open = document.activeElement?.closest<HTMLDetailsElement>("details[open]");
    close(() => true);
    open?.querySelector("summary")?.focus();
  });
}

function close(which: (d: HTMLDetailsElement) => boolean): void {
  for (const d of document.querySelectorAll<HTMLDetailsElement>("details:is(.more, .foot-more, .pick > details)[open]")) {
    if (which(d)) d.open = false;
  }
}

// A number plate copies its number when it is clicked, or by Enter or space.
// Someone who selects the text with the mouse wants the text, not a copy.

export function copyPlates(): void {
  offer(document);
  document.addEventListener("htmx:after:swap", () => offer(document));
  document.addEventListener("click", (e) => {
    const plate = plateOf(e.target);
    if (plate && !getSelection()?.toString()) void copy(plate);
  });
  document.addEventListener("keydown", (e) => {
    const plate = plateOf(e.target);
    if (plate && (e.key === "Enter" || e.key === " ")) {
      e.preventDefault();
      void copy(plate);
    }
  });
}

function offer(root: ParentNode): void {
  if (!navigator.clipboard) return; // pages without https
  for (const plate of root.querySelectorAll<HTMLElement>("[data-copy]:not([role])")) {
    plate.setAttribute("role", "button");
    plate.tabIndex = 0;
    plate.title = plate.dataset.copyLabel ?? "";
  }
}

function plateOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-copy][role]") : null;
}

async function copy(plate: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(plate.dataset.copy ?? "");
  plate.querySelector(".copied")?.remove();
  const said = document.createElement("span");
  said.className = "copied";
  said.setAttribute("role", "status");
  plate.append(said);
  said.textContent = plate.dataset.copied ?? "";
  setTimeout(() => said.remove(), 2000);
}

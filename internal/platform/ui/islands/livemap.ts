// A map one can move and look at closely: the server's own drawing, with what
// lies in the piece one looks at. In a form, a tap chooses the place.
import { follow } from "./livemap/gestures";
import { Picker } from "./livemap/pick";
import { Points } from "./livemap/points";
import { View } from "./livemap/view";

for (const box of document.querySelectorAll<HTMLElement>("[data-live-map]")) {
  const svg = box.querySelector<SVGSVGElement>("svg.map");
  if (svg) start(box, svg);
}

function start(box: HTMLElement, svg: SVGSVGElement): void {
  const view = new View(box, svg);
  const points = new Points(box, view);
  const picker = box.dataset.pick === undefined ? undefined : new Picker(box, view);
  follow(svg, view, (x, y) => {
    if (picker) picker.choose(x, y);
    else view.zoom(0.4, x, y);
  });
  controls(box, svg, view, picker);
  points.ask();
}

function controls(box: HTMLElement, svg: SVGSVGElement, view: View, picker?: Picker): void {
  const bar = document.createElement("div");
  bar.className = "live-map-bar";
  bar.append(button("+", box.dataset.in, () => view.zoom(0.5)), button("−", box.dataset.out, () => view.zoom(2)));
  svg.parentElement?.append(bar);
  if (picker && navigator.geolocation && isSecureContext) {
    const here = button(box.dataset.here ?? "", undefined, () => picker.here(here));
    here.classList.add("live-map-here");
    box.prepend(here);
  }
}

function button(text: string, label: string | undefined, act: () => void): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "btn";
  b.textContent = text;
  if (label) b.setAttribute("aria-label", label);
  b.addEventListener("click", act);
  return b;
}

// Moving the map by hand: drag, pinch, wheel with Ctrl, and keys. While the
// whole city is shown, a finger scrolls the page as everywhere else.
import type { View } from "./view";

const slack = 6; // pixels a finger may tremble and still tap

export function follow(svg: SVGSVGElement, view: View, tap: (x: number, y: number) => void): void {
  const fingers = new Map<number, PointerEvent>();
  let moved = 0;

  svg.addEventListener("pointerdown", (e) => {
    fingers.set(e.pointerId, e);
    if (fingers.size === 1) moved = 0;
  });
  svg.addEventListener("pointermove", (e) => {
    const before = fingers.get(e.pointerId);
    if (!before) return;
    moved += Math.hypot(e.clientX - before.clientX, e.clientY - before.clientY);
    if (moved > slack && !svg.hasPointerCapture(e.pointerId)) svg.setPointerCapture(e.pointerId);
    if (fingers.size === 2) pinch(view, fingers, e);
    else if (moved > slack) view.move((e.clientX - before.clientX) * view.unit, (e.clientY - before.clientY) * view.unit);
    fingers.set(e.pointerId, e);
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    svg.addEventListener(end, (e) => fingers.delete(e.pointerId));
  }
  svg.addEventListener("click", (e) => {
    const pin = (e.target as Element).closest("a[data-pin]");
    if (e.detail === 0 || (pin && moved <= slack)) return; // a key on a link, or a pin: that leads somewhere
    e.preventDefault();
    if (moved <= slack) tap(...view.at(e.clientX, e.clientY));
  }, true);
  svg.addEventListener("dragstart", (e) => e.preventDefault());
  svg.addEventListener("wheel", (e) => {
    if (!e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    view.zoom(Math.exp(e.deltaY / 300), ...view.at(e.clientX, e.clientY));
  }, { passive: false });
  keys(svg, view, tap);
}

function pinch(view: View, fingers: Map<number, PointerEvent>, now: PointerEvent): void {
  const [a, b] = [...fingers.values()];
  const other = a.pointerId === now.pointerId ? b : a;
  const before = fingers.get(now.pointerId) as PointerEvent;
  const apart = (p: PointerEvent) => Math.max(1, Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY));
  view.zoom(apart(before) / apart(now), ...view.at((now.clientX + other.clientX) / 2, (now.clientY + other.clientY) / 2));
}

const steps: Record<string, [number, number]> = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

function keys(svg: SVGSVGElement, view: View, tap: (x: number, y: number) => void): void {
  svg.tabIndex = 0;
  svg.addEventListener("keydown", (e) => {
    const step = steps[e.key];
    if (step) view.move(step[0] * view.unit, step[1] * view.unit);
    else if (e.key === "+" || e.key === "=") view.zoom(0.5);
    else if (e.key === "-") view.zoom(2);
    else if (e.key === "Enter" && e.target === svg) {
      const r = svg.getBoundingClientRect();
      tap(...view.at(r.left + r.width / 2, r.top + r.height / 2));
    } else return;
    e.preventDefault();
  });
}

// Names that would stand on one another, or on a point, are left out: the ones
// that come first in the drawing stay.
import type { View } from "./view";

interface Room { x: number; y: number; width: number; height: number }

export function clear(view: View): void {
  const taken: Room[] = [];
  for (const circle of view.svg.querySelectorAll("circle")) taken.push(room(circle.getBoundingClientRect(), 0));
  for (const name of view.svg.querySelectorAll<SVGTextElement>("text:not(.pin text)")) {
    const own = room(name.getBoundingClientRect(), 3);
    const free = !taken.some((other) => touch(own, other));
    name.setAttribute("visibility", free ? "visible" : "hidden");
    if (free) taken.push(own);
  }
}

function room(r: DOMRect, air: number): Room {
  return { x: r.x - air, y: r.y - air, width: r.width + 2 * air, height: r.height + 2 * air };
}

function touch(a: Room, b: Room): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

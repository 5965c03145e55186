// Names that would stand on one another, on a point or over the edge are left out: the ones
// that come first in the drawing stay.
import type { View } from "./view";

interface Room { x: number; y: number; width: number; height: number }

export function clear(view: View): void {
  const taken: Room[] = [];
  for (const circle of view.svg.querySelectorAll("circle")) taken.push(room(circle.getBoundingClientRect(), 0));
  const whole = view.svg.getBoundingClientRect();
  for (const name of view.svg.querySelectorAll<SVGTextElement>("text:not(.pin text)")) {
    const own = room(name.getBoundingClientRect(), 3);
    const free = inside(own, whole) && !taken.some((other) => touch(own, other));
    name.setAttribute("visibility", free ? "visible" : "hidden");
    if (free) taken.push(own);
  }
}

function room(r: DOMRect, air: number): Room {
  return { x: r.x - air, y: r.y - air, width: r.width + 2 * air, height: r.height + 2 * air };
}

// inside reports that a name is not cut by the edge of the map.
function inside(a: Room, whole: DOMRect): boolean {
  return a.x >= whole.left && a.x + a.width <= whole.right && a.y >= whole.top && a.y + a.height <= whole.bottom;
}

function touch(a: Room, b: Room): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

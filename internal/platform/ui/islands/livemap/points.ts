// What lies in the piece of the map one looks at: single points close by,
// numbers from afar, names of neighbourhoods. It is asked for when the map has
// come to rest.
import { clear } from "./labels";
import type { View } from "./view";

interface Answer {
  pins: [number: string, lat: number, lon: number, title: string, tone: string][];
  clusters: [count: string, lat: number, lon: number][];
  names: [name: string, lat: number, lon: number][];
}

const space = "http://www.w3.org/2000/svg";
const rest = 180; // milliseconds

export class Points {
  private readonly layer = document.createElementNS(space, "g");
  private timer = 0;
  private asking?: AbortController;

  constructor(private readonly box: HTMLElement, private readonly view: View) {
    view.svg.append(this.layer);
    view.onChange(() => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(), rest);
    });
  }

  async ask(): Promise<void> {
    const to = this.box.dataset.points;
    if (!to) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(to, location.href);
    for (const [edge, degrees] of Object.entries(this.view.box)) url.searchParams.set(edge, (degrees as number).toFixed(6));
    url.searchParams.set("columns", String(Math.max(4, Math.round(this.view.svg.clientWidth / 70))));
    try {
      const answer = await fetch(url, { signal: this.asking.signal });
      if (answer.ok) this.draw((await answer.json()) as Answer);
    } catch {
      // moved on, or no network: the map stays as it is
    }
  }

  private draw(a: Answer): void {
    const drawn = [
      ...a.names.map(([name, lat, lon]) => this.text(name, lat, lon, "on-ground")),
      ...a.clusters.map(([count, lat, lon]) => this.cluster(count, lat, lon)),
      ...a.pins.map(([number, lat, lon, title, tone]) => this.pin(number, lat, lon, title, tone)),
    ];
    this.layer.replaceChildren(...drawn);
    clear(this.view);
  }

  private pin(number: string, lat: number, lon: number, title: string, tone: string): SVGElement {
    const a = element("a", { href: "/r/" + number, "data-pin": "", class: "pin " + tone, "aria-label": title });
    a.append(this.circle(lat, lon, 7), titled(title));
    return a;
  }

  private cluster(count: string, lat: number, lon: number): SVGElement {
    if (/^[1۱]$/.test(count)) return this.circle(lat, lon, 6, "pin-one");
    const g = element("g", { class: "pin many" });
    const label = (this.box.dataset.cluster ?? "").replace("#", count);
    g.append(this.circle(lat, lon, 11 + 2.5 * count.length), this.text(count, lat, lon, ""), titled(label));
    return g;
  }

  private circle(lat: number, lon: number, r: number, kind = ""): SVGElement {
    const [x, y] = this.view.drawing(lat, lon);
    return element("circle", { cx: x, cy: y, r: r * this.view.unit, "data-r": r, class: kind, "vector-effect": "non-scaling-stroke" });
  }

  private text(words: string, lat: number, lon: number, kind: string): SVGElement {
    const [x, y] = this.view.drawing(lat, lon);
    const t = element("text", { x, y, class: kind });
    t.textContent = words;
    return t;
  }
}

function titled(words: string): SVGElement {
  const t = element("title", {});
  t.textContent = words;
  return t;
}

export function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const e = document.createElementNS(space, name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, String(v));
  return e;
}

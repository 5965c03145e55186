// Choosing a place: by a tap, or by asking the device where it is. The form's
// fields lat and lon are filled, and the server is asked what lies there, so
// that the words of the page stay the server's.
import { element } from "./points";
import type { View } from "./view";

const close = 0.02; // degrees shown around a chosen place: about two kilometres
const wide = 0.08; // from so far away a tap is a guess: look closer

export class Picker {
  private readonly form: HTMLFormElement | null;
  private readonly part: HTMLElement | null;
  private readonly mark: SVGElement;
  private asking?: AbortController;

  constructor(box: HTMLElement, private readonly view: View) {
    this.form = box.closest("form");
    this.part = this.form?.querySelector<HTMLElement>("[data-part]") ?? null;
    view.svg.querySelectorAll(".pin.chosen").forEach((drawn) => drawn.remove());
    this.mark = element("g", { class: "pin chosen" });
    view.svg.append(this.mark);
    const before = box.dataset.chosen?.split(" ").map(Number);
    if (before) {
      view.lookAt(before[0], before[1], wide);
      this.show(before[0], before[1]);
    }
    this.part?.addEventListener("change", (e) => {
      const field = e.target as HTMLSelectElement;
      if (field.name === "district") void this.ask({ neighbourhood: "" });
    });
    this.denied = box.dataset.denied ?? "";
    this.seeking = box.dataset.seeking ?? "";
  }

  private readonly denied: string;
  private readonly seeking: string;

  choose(x: number, y: number): void {
    this.show(x, y);
    if (this.view.degreesAcross > wide) this.view.lookAt(x, y, Math.max(close, this.view.degreesAcross / 4));
    const [lat, lon] = this.view.globe(x, y);
    void this.ask({ lat: lat.toFixed(6), lon: lon.toFixed(6), district: "", neighbourhood: "" });
  }

  here(button: HTMLButtonElement): void {
    const words = button.textContent ?? "";
    button.disabled = true;
    button.textContent = this.seeking;
    const done = (said: string) => {
      button.disabled = false;
      button.textContent = said;
    };
    navigator.geolocation.getCurrentPosition(
      (p) => {
        done(words);
        const [x, y] = this.view.drawing(p.coords.latitude, p.coords.longitude);
        this.view.lookAt(x, y, close);
        this.show(x, y);
        void this.ask({ lat: p.coords.latitude.toFixed(6), lon: p.coords.longitude.toFixed(6), district: "", neighbourhood: "" });
      },
      () => done(this.denied),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  }

  private show(x: number, y: number): void {
    const circle = (r: number, kind: string) =>
      element("circle", { cx: x, cy: y, r: r * this.view.unit, "data-r": r, class: kind, "vector-effect": "non-scaling-stroke" });
    this.mark.replaceChildren(circle(13, "halo"), circle(6, ""));
    this.view.svg.append(this.mark); // on top of everything
  }

  // ask renews the part of the form that follows from the place.
  private async ask(changed: Record<string, string>): Promise<void> {
    if (!this.form || !this.part) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const q = new URLSearchParams();
    new FormData(this.form).forEach((v, k) => {
      if (typeof v === "string") q.set(k, v);
    });
    for (const [k, v] of Object.entries(changed)) q.set(k, v);
    this.part.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${this.part.dataset.part}?${q}`, { signal: this.asking.signal });
      if (answer.ok) this.part.innerHTML = await answer.text();
      this.part.removeAttribute("aria-busy");
    } catch {
      // moved on; or no network, and the fields by hand remain
    }
  }
}

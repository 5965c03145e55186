// Which piece of the drawing one sees, and how it lies on the globe. The
// drawing is true to scale in both directions, so degrees and units go over
// into each other by a rule of three.

export interface Box { south: number; west: number; north: number; east: number }

export class View {
  private x: number;
  private y: number;
  private width: number;
  private readonly full: { x: number; y: number; width: number; height: number };
  private readonly edges: Box;
  private watchers: (() => void)[] = [];

  constructor(box: HTMLElement, readonly svg: SVGSVGElement) {
    const v = svg.viewBox.baseVal;
    this.full = { x: v.x, y: v.y, width: v.width, height: v.height };
    [this.x, this.y, this.width] = [v.x, v.y, v.width];
    const of = (name: string) => Number(box.dataset[name]);
    this.edges = { south: of("south"), west: of("west"), north: of("north"), east: of("east") };
    new ResizeObserver(() => this.show()).observe(svg);
    this.show();
  }

  // unit is how many units of the drawing one pixel shows.
  get unit(): number {
    return this.width / Math.max(1, this.svg.clientWidth);
  }

  get whole(): boolean {
    return this.width > this.full.width * 0.99;
  }

  onChange(fn: () => void): void {
    this.watchers.push(fn);
  }

  // at tells which units lie under a place on the screen.
  at(clientX: number, clientY: number): [number, number] {
    const p = new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM()?.inverse());
    return [p.x, p.y];
  }

  zoom(by: number, x = this.x + this.width / 2, y = this.y + this.height / 2): void {
    const width = Math.min(this.full.width, Math.max(this.full.width / 2000, this.width * by));
    const scale = width / this.width;
    this.x = x - (x - this.x) * scale;
    this.y = y - (y - this.y) * scale;
    this.width = width;
    this.changed();
  }

  move(dx: number, dy: number): void {
    this.x -= dx;
    this.y -= dy;
    this.changed();
  }

  // lookAt shows about so many degrees around a place.
  lookAt(x: number, y: number, degrees: number): void {
    this.width = Math.min(this.full.width, (degrees / (this.edges.east - this.edges.west)) * this.full.width);
    this.x = x - this.width / 2;
    this.y = y - this.height / 2;
    this.changed();
  }

  get degreesAcross(): number {
    return (this.width / this.full.width) * (this.edges.east - this.edges.west);
  }

  get box(): Box {
    const [north, west] = this.globe(this.x, this.y);
    const [south, east] = this.globe(this.x + this.width, this.y + this.height);
    return { south, west, north, east };
  }

  globe(x: number, y: number): [lat: number, lon: number] {
    const { south, west, north, east } = this.edges;
    return [
      north - ((y - this.full.y) / this.full.height) * (north - south),
      west + ((x - this.full.x) / this.full.width) * (east - west),
    ];
  }

  drawing(lat: number, lon: number): [x: number, y: number] {
    const { south, west, north, east } = this.edges;
    return [
      this.full.x + ((lon - west) / (east - west)) * this.full.width,
      this.full.y + ((north - lat) / (north - south)) * this.full.height,
    ];
  }

  private get height(): number {
    return (this.width * this.full.height) / this.full.width;
  }

  private changed(): void {
    const keep = (v: number, from: number, size: number, shown: number) => Math.min(from + size - shown, Math.max(from, v));
    this.x = keep(this.x, this.full.x, this.full.width, this.width);
    this.y = keep(this.y, this.full.y, this.full.height, this.height);
    this.show();
    for (const watcher of this.watchers) watcher();
  }

  private show(): void {
    this.svg.setAttribute("viewBox", `${this.x} ${this.y} ${this.width} ${this.height}`);
    this.svg.setAttribute("font-size", String(13 * this.unit));
    this.svg.classList.toggle("moved", !this.whole);
    for (const c of this.svg.querySelectorAll<SVGCircleElement>("circle[data-r]")) {
      c.setAttribute("r", String(Number(c.dataset.r) * this.unit));
    }
  }
}

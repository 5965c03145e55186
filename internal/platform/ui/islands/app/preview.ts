// Shows the photos one has chosen, small, with their names. They are drawn on a
// canvas, so that the page needs no permission for other kinds of picture.

export function photoPreview(): void {
  document.addEventListener("change", (e) => {
    const input = e.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    const out = input.closest("[data-preview]")?.querySelector("output");
    if (out) void show(input, out);
  });
}

async function show(input: HTMLInputElement, out: HTMLOutputElement): Promise<void> {
  const files = [...(input.files ?? [])];
  const shown = await Promise.all(files.map(draw));
  out.replaceChildren(...shown);
}

async function draw(file: File): Promise<HTMLElement> {
  const name = document.createElement("bdi");
  name.textContent = file.name;
  try {
    const picture = await createImageBitmap(file, { resizeWidth: 160, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", file.name);
    return canvas;
  } catch {
    return name; // not a picture this browser can read: its name will do
  }
}

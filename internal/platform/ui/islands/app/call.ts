// Taking a call: how long it lasts, and Esc to begin a new one. What was typed is
// kept until the page is left, so that a slip of the finger can be undone.

export function takeCalls(): void {
  const form = document.querySelector<HTMLFormElement>("#call");
  const shown = document.querySelector<HTMLElement>("[data-timer-shown]");
  if (!form || !shown) return;
  const clock = timer(shown);
  const notice = document.querySelector<HTMLElement>("[data-call-cleared]");
  let before: Kept = [];
  const clear = () => {
    before = typed(form);
    write(form, before.map(([name]) => [name, ""]));
    clock.restart();
    if (notice) notice.hidden = before.length === 0;
    form.querySelector<HTMLElement>("#f-phone")?.focus();
  };
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || e.isComposing) return;
    e.preventDefault();
    clear();
  });
  document.querySelector("[data-call-clear]")?.addEventListener("click", (e) => {
    e.preventDefault();
    clear();
  });
  notice?.querySelector("button")?.addEventListener("click", () => {
    write(form, before);
    notice.hidden = true;
  });
}

type Kept = [name: string, value: string][];
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const own = "textarea[name], select[name], input[name]:not([type=hidden], [type=radio])";

function typed(form: HTMLFormElement): Kept {
  return [...form.querySelectorAll<Field>(own)].filter((f) => f.value !== "").map((f) => [f.name, f.value]);
}

// write fills the fields as if somebody typed, so that what hangs on them follows.
function write(form: HTMLFormElement, values: Kept): void {
  for (const [name, value] of values) {
    const field = form.querySelector<Field>(`[name="${CSS.escape(name)}"]`);
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// timer writes minutes and seconds in the page's own digits.
function timer(shown: HTMLElement): { restart(): void } {
  let begun = Date.now();
  const two = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2, useGrouping: false });
  const one = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });
  const colon = document.documentElement.lang === "tr" ? "." : ":";
  const tick = () => {
    const seconds = Math.floor((Date.now() - begun) / 1000);
    shown.textContent = one.format(Math.floor(seconds / 60)) + colon + two.format(seconds % 60);
  };
  tick();
  setInterval(tick, 1000);
  return { restart: () => { begun = Date.now(); tick(); } };
}

// Working through a list by keyboard: J and K move, Enter opens, "/" searches,
// and any link, button or field that carries data-key="S" answers to S: first
// in the row one is at, then on the page. "Ctrl Enter", "Alt K" and "F3" work
// while typing too; single letters do not.

export function listKeys(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (e) => {
    const row = rowOf(e.target);
    if (row) mark(row);
  });
  document.addEventListener("click", openRow);
  comeBack();
}

function onKey(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing) return;
  const typing = isTyping(e.target);
  const plain = !e.ctrlKey && !e.altKey && !e.metaKey;
  if (plain && !typing && move(e)) return;
  if (plain && typing && !/^F\d+$/.test(e.key)) return;
  const wanted = find(e);
  if (!wanted) return;
  e.preventDefault();
  if (wanted.matches("input:not([type=submit]), textarea, select")) wanted.focus();
  else wanted.click();
}

// move handles the keys that belong to lists; true when it did.
function move(e: KeyboardEvent): boolean {
  if (e.key === "/") return focusOn(document.querySelector<HTMLElement>("[data-search]"), e);
  const step = pressed(e, "J") ? 1 : pressed(e, "K") ? -1 : 0;
  const rows = [...document.querySelectorAll<HTMLElement>("[data-rows] [data-href]")];
  if (!step || rows.length === 0) return false;
  const at = rows.findIndex((r) => r.classList.contains("at"));
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  mark(next);
  return focusOn(next.querySelector<HTMLElement>("a[href]"), e);
}

function focusOn(el: HTMLElement | null, e: KeyboardEvent): boolean {
  if (!el) return false;
  e.preventDefault();
  el.focus();
  el.scrollIntoView({ block: "nearest" });
  return true;
}

function find(e: KeyboardEvent): HTMLElement | undefined {
  const row = document.querySelector("[data-rows] .at");
  const all = [...(row?.querySelectorAll<HTMLElement>("[data-key]") ?? []), ...document.querySelectorAll<HTMLElement>("[data-key]")];
  return all.find((el) => (row?.contains(el) || !el.closest("[data-rows]")) && combination(e, el.dataset.key ?? ""));
}

function combination(e: KeyboardEvent, keys: string): boolean {
  const parts = keys.split(/[\s+]+/);
  const main = parts.pop() ?? "";
  const has = (name: string) => parts.includes(name);
  return has("Ctrl") === (e.ctrlKey || e.metaKey) && has("Alt") === e.altKey && pressed(e, main);
}

// pressed looks at the letter, and at the place on the keyboard for people who
// type Persian.
function pressed(e: KeyboardEvent, key: string): boolean {
  return e.key.toLocaleUpperCase("tr") === key.toLocaleUpperCase("tr") || e.key.toUpperCase() === key.toUpperCase() || e.code === "Key" + key.toUpperCase();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])"));
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-rows] [data-href]") : null;
}

function mark(row: HTMLElement): void {
  row.closest("[data-rows]")?.querySelectorAll(".at").forEach((r) => r.classList.toggle("at", r === row));
  row.classList.add("at");
  sessionStorage.setItem(place(), row.dataset.href ?? "");
}

// openRow opens the row that was clicked anywhere but on something of its own.
function openRow(e: MouseEvent): void {
  const row = rowOf(e.target);
  if (!row || getSelection()?.toString() || (e.target as Element).closest("a, button, input, select, label, summary")) return;
  const href = row.dataset.href ?? "";
  if (e.ctrlKey || e.metaKey) window.open(href);
  else location.assign(href);
}

// comeBack marks the row one was at before an action or a look inside.
function comeBack(): void {
  const href = sessionStorage.getItem(place());
  const row = href && document.querySelector<HTMLElement>(`[data-rows] [data-href="${CSS.escape(href)}"]`);
  if (row && !document.querySelector("[data-rows] .at")) row.classList.add("at");
}

const place = () => "row:" + location.pathname;

// Shows the questions that follow from an answer and takes away those that do
// not any more. What was typed in them comes back with them.
declare global {
  interface Window { questionsFollow?: boolean }
}

if (!window.questionsFollow) {
  window.questionsFollow = true;
  for (const news of ["input", "change"]) {
    document.addEventListener(news, (e) => follow((e.target as Element).closest("[data-questions]")));
  }
}

function follow(form: Element | null): void {
  for (const part of form?.querySelectorAll<HTMLElement>("[data-when]") ?? []) {
    const given = answers(form!, part.dataset.when!);
    const wanted = (part.dataset.is ?? "").split(" ").filter(Boolean);
    const shows = wanted.length > 0 ? given.some((one) => wanted.includes(one)) : given.length > 0;
    if (shows === part.hidden) (shows ? open : close)(part);
  }
}

// answers are what stands in the fields of a question that is on the page.
function answers(form: Element, name: string): string[] {
  return [...form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)]
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value.trim())
    .filter(Boolean);
}

function open(part: HTMLElement): void {
  const kept = part.querySelector<HTMLTemplateElement>(":scope > template");
  if (kept) part.append(kept.content);
  part.hidden = false;
}

function close(part: HTMLElement): void {
  const kept = part.querySelector<HTMLTemplateElement>(":scope > template") ?? document.createElement("template");
  kept.content.append(...[...part.childNodes].filter((node) => node !== kept));
  part.append(kept);
  part.hidden = true;
}

export {};

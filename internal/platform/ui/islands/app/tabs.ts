// On a phone a line of tabs is longer than the page: the one that is shown is
// moved into sight.

export function showCurrentTab(): void {
  const here = document.querySelector<HTMLElement>(".tabs [aria-current]");
  const line = here?.parentElement;
  if (!here || !line || line.scrollWidth <= line.clientWidth) return;
  const to = here.getBoundingClientRect();
  const of = line.getBoundingClientRect();
  line.scrollLeft += to.left + to.width / 2 - (of.left + of.width / 2);
}

/** Shows the view that the hash names, one at a time, and lets a reader come to each by link, by key and by address. */
import { addressOf } from './address.ts';
import { visible } from '../words/plain-text.ts';
import type { View } from './view.ts';

/** Begins with the address that the page was opened at. `sentence` is what the document is called. */
export function routeViews(
  views: readonly View[],
  links: ReadonlyMap<View, HTMLAnchorElement>,
  sentence: string,
): void {
  let current: View | undefined;
  const route = (): void => {
    const address = addressOf(location.hash);
    const view = views.find(({ name }) => name === address.view);
    if (view === undefined) return;
    const isNew = view !== current;
    const isFirst = current === undefined;
    current = view;
    for (const each of views) {
      each.element.hidden = each !== view;
      if (each === view) links.get(each)?.setAttribute('aria-current', 'page');
      else links.get(each)?.removeAttribute('aria-current');
    }
    document.title = visible(view.name === 'verdict' ? sentence : `${view.label}: ${sentence}`);
    view.show(address);
    if (isFirst || (!isNew && document.activeElement !== document.body)) return;
    if (isNew) scrollTo(0, 0);
    focusHeading(view.element);
  };
  addEventListener('hashchange', route);
  addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const view = /^[1-9]$/.test(event.key) ? views[Number(event.key) - 1] : undefined;
    if (view !== undefined) location.hash = `#${view.name}`;
  });
  route();
}

/** So that a screen reader says where one is, and the next Tab goes on from there. */
function focusHeading(section: HTMLElement): void {
  const heading = section.querySelector('h2');
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
  );
}

/** What may be wider than the page. */
import { element } from './dom.ts';

/** A region that scrolls by itself, by keyboard too. */
export function scrollable(label: string, content: Node): HTMLElement {
  return element('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0' }, content);
}

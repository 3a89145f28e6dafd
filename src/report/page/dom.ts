/** Elements without markup: text is only ever set as text, so nothing in a history can become an element. */
import { visible } from '../words/plain-text.ts';

/** Longer texts are cut, with a button that shows the rest. */
const TEXT_LENGTH_MAX = 2_000;

export type Child = Node | string | undefined;

/** An HTML element. `attributes` never take text of a history, except as `title` or `aria-label`. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, visible(value));
  made.append(
    ...children.flatMap((child) => (child === undefined ? [] : [typeof child === 'string' ? visible(child) : child])),
  );
  return made;
}

/** An SVG element; numbers become attributes as they are. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly Child[]
): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, String(value));
  made.append(
    ...children.flatMap((child) => (child === undefined ? [] : [typeof child === 'string' ? visible(child) : child])),
  );
  return made;
}

/** Text of any length: what is too long is cut, and shown whole on request. */
export function longText(text: string): Node {
  if (text.length <= TEXT_LENGTH_MAX) return document.createTextNode(visible(text));
  const shown = element('span', {}, `${text.slice(0, TEXT_LENGTH_MAX)}…`);
  const button = element('button', { type: 'button', class: 'plain' }, `show all ${text.length} characters`);
  button.addEventListener('click', () => {
    shown.textContent = visible(text);
    button.remove();
    shown.tabIndex = -1;
    shown.focus();
  });
  return element('span', { class: 'long' }, shown, ' ', button);
}

/** A list of definitions: what it is called, what it says. */
export function facts(entries: readonly (readonly [name: string, value: Child])[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...entries.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** A command in a box with a button that copies it. */
export function command(text: string, label: string): HTMLElement {
  const status = element('span', { class: 'quiet', 'aria-live': 'polite' });
  const code = element('code', { tabindex: '0' }, text);
  const button = element('button', { type: 'button', 'aria-label': `Copy: ${label}` }, 'Copy');
  button.addEventListener('click', () => {
    void copied(text).then((isCopied) => {
      status.textContent = isCopied ? 'copied' : 'select it and copy by hand';
      if (!isCopied) document.getSelection()?.selectAllChildren(code);
    });
  });
  return element('div', { class: 'command' }, code, element('span', { class: 'command-side' }, status, button));
}

/** A clipboard is only lent to pages that the browser trusts; a file on disk may not be one. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A verdict: glyph and word, and a colour beside. */
import type { VerdictSign } from '../words/verdict-sign.ts';
import { element } from './dom.ts';

/** The sign as an inline element. */
export function signView({ glyph, word, tone }: VerdictSign): HTMLElement {
  return element(
    'span',
    { class: `sign ${tone}` },
    element('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph),
    ` ${word}`,
  );
}

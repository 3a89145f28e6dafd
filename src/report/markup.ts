/** Text inside HTML and SVG that is written as text: nothing in it can become an element or leave its attribute. */
import { visible } from './words/plain-text.ts';

/** Any text, with control characters visible, as content of an element or of a quoted attribute. */
export function markup(text: string): string {
  return visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/**
 * Strings of a history come from the implementation under test: names, reasons, errors. Before one is shown, whatever
 * could command a terminal or turn the direction of a line is made visible.
 */

/** Control characters but tab and line feed, invisible and direction-changing characters, lone surrogates. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Escape sequences that terminals obey: OSC, DCS and their kin up to their end, CSI, and two-character ones. */
const TERMINAL_SEQUENCE =
  /\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|[\u001b\u009b]\[?[0-?]*[ -/]*[@-~]/g;

/** Shows control and bidirectional characters as escapes such as `\u{202e}`; tabs and line feeds are kept. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Without the sequences that terminals obey; line breaks stay. */
export function withoutSequences(text: string): string {
  return text.replace(TERMINAL_SEQUENCE, '');
}

/** One line for a terminal: escape sequences are gone, other control characters are visible, line breaks are spaces. */
export function forTerminal(text: string): string {
  return visible(withoutSequences(text).replace(/\s*[\r\n\t]+\s*/g, ' '));
}

/** Cuts to `length` characters and says so. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/**
 * Bytes as text that may stand in a page: five characters for four bytes, where base64 takes five and a third. Without `<`
 * and `&`, so that nothing in it begins an element or an entity.
 */

/** The first of 85 characters in a row. */
const FIRST = 40;
const LESS_THAN = 60;
/** Stands for `<`. */
const TILDE = 126;

/** The length of the bytes, a colon, and the bytes in groups of four. */
export function toText85(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let each = 0; each < 4; each += 1) value = value * 256 + (bytes[at + each] ?? 0);
    const codes: number[] = [];
    for (let each = 0; each < 5; each += 1) {
      const code = FIRST + (value % 85);
      codes.push(code === LESS_THAN ? TILDE : code);
      value = Math.floor(value / 85);
    }
    groups.push(String.fromCharCode(...codes));
  }
  return `${bytes.length}:${groups.join('')}`;
}

/** The bytes again. */
export function fromText85(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parseInt(text, 10));
  let from = text.indexOf(':') + 1;
  for (let at = 0; at < bytes.length; at += 4, from += 5) {
    let value = 0;
    for (let each = 4; each >= 0; each -= 1) {
      const code = text.charCodeAt(from + each);
      value = value * 85 + (code === TILDE ? LESS_THAN : code) - FIRST;
    }
    // Highest first; what would be beyond the end is not kept.
    for (let each = 3; each >= 0; each -= 1, value = Math.floor(value / 256)) bytes[at + each] = value % 256;
  }
  return bytes;
}

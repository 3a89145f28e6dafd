/** One line of MONITOR: `1339518083.107412 [0 127.0.0.1:60866] "set" "key" "value"`. */

export interface MonitorLine {
  /** The server's wall clock, in microseconds since the epoch. */
  readonly wallUs: number;
  readonly database: number;
  /** The client's address, or `lua` for a command inside a script. */
  readonly source: string;
  /** The command and its arguments; the command in upper case. */
  readonly words: readonly string[];
}

const LINE = /^(\d+)\.(\d{6}) \[(\d+) ([^\]]*(?:\][^ ]*)?)\] (".*)$/s;

/** Undefined when the text is not a line of MONITOR. */
export function parseMonitorLine(text: string): MonitorLine | undefined {
  const match = LINE.exec(text);
  if (match === null) return undefined;
  const [, seconds = '', micros = '', database = '', source = '', rest = ''] = match;
  const [command = '', ...args] = parseQuoted(rest);
  return {
    wallUs: Number(seconds) * 1_000_000 + Number(micros),
    database: Number(database),
    source,
    words: [command.toUpperCase(), ...args],
  };
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, a: 7, b: 8, '"': 34, '\\': 92 };

/** The words of `"a" "b\n" "\xc3\xa4"`: bytes beyond ASCII are escaped, so that the text has to be decoded as UTF-8 again. */
function parseQuoted(text: string): string[] {
  const words: string[] = [];
  let bytes: number[] | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') {
      if (bytes !== undefined) words.push(Buffer.from(bytes).toString('utf8'));
      bytes = bytes === undefined ? [] : undefined;
    } else if (bytes === undefined) {
      continue;
    } else if (character !== '\\') {
      bytes.push(character.charCodeAt(0));
    } else {
      index += 1;
      const escaped = text.charAt(index);
      if (escaped === 'x') {
        bytes.push(Number.parseInt(text.slice(index + 1, index + 3), 16));
        index += 2;
      } else {
        bytes.push(ESCAPES[escaped] ?? escaped.charCodeAt(0));
      }
    }
  }
  return words;
}

import { describe, expect, test } from 'vitest';
import { cut, forTerminal, visible } from '../../../../src/report/words/plain-text.ts';

describe('visible', () => {
  test.each([
    ['\u202edetcele', '\\u{202e}detcele'],
    ['a\u0000b', 'a\\u{0}b'],
    ['\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['\ud800', '\\u{d800}'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
  ])('shows what hides in %j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('leaves text of every script alone', () => {
    const text = 'Wahl ✓ 選挙 🗳 ∀ t\n\tnext';
    expect(visible(text)).toBe(text);
  });
});

describe('forTerminal', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after', 'after'],
    ['\u001b]8;;http://a.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001bPdevice\u001b\\after', 'after'],
    ['\u009b2Jafter', 'after'],
    ['\u001b[?1049hafter', 'after'],
    ['one\r\ntwo\tthree', 'one two three'],
    ['bell\u0007', 'bell\\u{7}'],
  ])('takes the command out of %j', (text, expected) => {
    expect(forTerminal(text)).toBe(expected);
  });

  test('leaves no escape character behind, whatever is fed', () => {
    const alphabet = ['\u001b', '[', ']', '\u0007', '\u009b', '\\', 'P', '3', ';', 'm', 'x', '\u0090', '\u009c'];
    for (let seed = 0; seed < 5_000; seed += 1) {
      const text = Array.from(
        { length: 8 },
        (_, at) => alphabet[(seed * 7 + at * at * (seed % 11) + at) % alphabet.length],
      ).join('');
      expect(forTerminal(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }
  });
});

test('cut says that something is missing', () => {
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('abcd', 4)).toBe('abcd');
});

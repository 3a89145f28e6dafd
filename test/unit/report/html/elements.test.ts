import { expect, test } from 'vitest';
import { command, element, facts, longText, markupOf } from '../../../../src/report/html/elements.ts';

test('text and attributes stay text, whatever they hold', () => {
  const hostile = '"><script>alert(1)</script>\u202e&';
  expect(element('p', { title: hostile }, hostile).markup).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}&amp;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}&amp;</p>',
  );
});

test('pieces nest, attributes that are undefined are left out, and empty elements have no end', () => {
  const nested = element('svg', { width: 3, height: undefined }, element('rect', { x: 0 }), undefined, 'a');
  expect(markupOf([nested, element('br')])).toBe('<svg width="3"><rect x="0"></rect>a</svg><br>');
});

test('a long text is folded, and whole when it is opened', () => {
  const text = 'x'.repeat(5_000);
  expect(longText('short')).toBe('short');
  const folded = markupOf([longText(text)]);
  expect(folded).toContain('show all 5000 characters');
  expect(folded).toContain(`<span>${text}</span>`);
});

test('a command can be selected without a script, and its button waits for one', () => {
  const { markup } = command('npx scrutineer replay "a"', 'the replay command');
  expect(markup).toContain('<code tabindex="0">npx scrutineer replay &quot;a&quot;</code>');
  expect(markup).toMatch(/<button [^>]*hidden=""[^>]*>Copy<\/button>/);
});

test('facts are a list of definitions', () => {
  expect(facts([['seed', '7']]).markup).toBe('<dl class="facts"><div><dt>seed</dt><dd>7</dd></div></dl>');
});

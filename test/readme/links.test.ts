/** Every link leads somewhere, to the heading that it names, and every page can be reached from the README. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, pages, root } from './pages.ts';

describe('links', () => {
  test('each leads to a file of the repository, and to a heading in it', () => {
    const dead = pages.flatMap(({ name, targets }) =>
      targets
        .filter((target) => !/^https?:/.test(target) && !leads(name, target))
        .map((target) => `${name}: ${target}`),
    );
    expect(pages.flatMap(({ targets }) => targets).length).toBeGreaterThan(30);
    expect(dead).toEqual([]);
  });

  test('each page is linked from the README, and has one title', () => {
    const [readme, ...others] = pages;
    expect(others.length).toBeGreaterThan(5);
    for (const { name, text } of others) {
      expect(readme?.targets).toContain(name);
      expect([...text.matchAll(/^# /gm)]).toHaveLength(1);
    }
  });

  test('each page is short: five minutes at two hundred words a minute, code aside', () => {
    for (const { name, text } of pages) {
      const prose = text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').replaceAll(/[|-]{2,}/g, ' ');
      const words = prose.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
      expect({ name, isShort: words <= 1100, words }).toMatchObject({ isShort: true });
    }
  });

  test('each picture is small and has words for those who do not see it', () => {
    const pictures = pages.flatMap(({ name, text }) =>
      [...text.matchAll(/<img [^>]*>/g)].map(([tag]) => ({ name, tag })),
    );
    expect(pictures.length).toBeGreaterThan(0);
    for (const { tag } of pictures) expect(tag).toMatch(/alt="[^"]{20,}"/);
    const files = pages.flatMap(({ name, targets }) =>
      targets.filter((target) => target.endsWith('.png')).map((target) => join(root, dirname(name), target)),
    );
    for (const file of new Set(files))
      expect({ file, kilobytes: readFileSync(file).length / 1024 <= 150 }).toEqual({ file, kilobytes: true });
  });
});

function leads(from: string, target: string): boolean {
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? join(root, from) : join(root, dirname(from), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || !file.endsWith('.md') || anchorsOf(readFileSync(file, 'utf8')).has(anchor);
}

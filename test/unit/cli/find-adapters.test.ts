/** Discovery: names, paths, what a package.json lists, ./adapters, and all that are shipped, in this order. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findAdapters, shippedAdapterFiles } from '../../../src/cli/find-adapters.ts';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-find-'));
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function put(path: string, content = ''): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

const names = (named: readonly string[]): readonly string[] => findAdapters(named, project).map(({ name }) => name);

describe('adapters that a command means', () => {
  test('a shipped name, a folder of ./adapters, a folder by path and a file by path', () => {
    put('adapters/mine/adapter.ts');
    put('elsewhere/theirs/adapter.mjs');
    put('src/my.adapter.ts');
    expect(names(['redis-fencing', 'mine', './elsewhere/theirs', './src/my.adapter.ts'])).toEqual([
      'redis-fencing',
      'mine',
      'theirs',
      'my',
    ]);
  });

  test('what is named twice is run once', () => {
    put('adapters/mine/adapter.ts');
    expect(names(['mine', './adapters/mine', 'adapters/mine/adapter.ts'])).toEqual(['mine']);
  });

  test('an unknown name is refused, and the known ones are named', () => {
    expect(() => names(['no-such'])).toThrow(/no adapter "no-such".*redis-fencing.*init no-such/s);
  });

  test('nothing named: the globs of package.json', () => {
    put(
      'package.json',
      JSON.stringify({ scrutineer: { adapters: ['elections/*/adapter.ts', 'src/**/*.adapter.ts'] } }),
    );
    put('elections/one/adapter.ts');
    put('src/deep/er/two.adapter.ts');
    put('src/node_modules/x/three.adapter.ts');
    put('adapters/ignored/adapter.ts');
    expect(names([])).toEqual(['one', 'two']);
  });

  test('globs that match nothing are an error, not an empty success', () => {
    put('package.json', JSON.stringify({ scrutineer: { adapters: ['nowhere/*'] } }));
    expect(() => names([])).toThrow('no file matches');
  });

  test('nothing named, nothing listed: ./adapters, and without it all that are shipped', () => {
    expect(names([])).toHaveLength(shippedAdapterFiles().length);
    put('adapters/mine/adapter.js');
    put('adapters/notes/README.md');
    expect(names([])).toEqual(['mine']);
  });
});

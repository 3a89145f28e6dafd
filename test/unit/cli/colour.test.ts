import { expect, test } from 'vitest';
import { isColoured } from '../../../src/cli/colour.ts';

const terminal = { isTTY: true };
const pipe = {};

test.each([
  [terminal, {}, true],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [terminal, { TERM: 'dumb' }, false],
  [terminal, { FORCE_COLOR: '0' }, false],
  [pipe, {}, false],
  [pipe, { CI: 'true', GITHUB_ACTIONS: 'true' }, false],
  [pipe, { FORCE_COLOR: '1' }, true],
  [pipe, { FORCE_COLOR: '' }, true],
  [pipe, { FORCE_COLOR: 'false' }, false],
])('%o with %o: %s', (stream, environment, expected) => {
  expect(isColoured(stream, environment)).toBe(expected);
});

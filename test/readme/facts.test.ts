/** Tables and lists of the pages say what the code says: codes, words, claims, bounds, faults, filters, adapters. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faults } from '../../spec/faults.ts';
import { properties } from '../../spec/properties.ts';
import type { Claims } from '../../spec/claims.ts';
import type { VerdictWord } from '../../spec/property.ts';
import { REAL_HISTORIES_MIN, REAL_PLANS_MIN, SIMULATED_HISTORIES_MIN } from '../../src/certificate/level.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { filterKeys } from '../../src/report/events/event-filter.ts';
import { signOf, signOfAdapter } from '../../src/report/words/verdict-words.ts';
import { lintRules } from '../../src/search/lint/lint-rules.ts';
import { realCapabilities } from '../../src/testbed/real/capabilities.ts';
import { containerImages } from '../../src/testbed/real/servers/container-runtime.ts';
import { pageNamed, pages, root, tableOf } from './pages.ts';

const verdicts: Readonly<Record<VerdictWord, true>> = {
  holds: true,
  violated: true,
  'store-fault': true,
  inconclusive: true,
  vacuous: true,
  'not-claimed': true,
};
const words = Object.keys(verdicts) as readonly VerdictWord[];
const adapterVerdicts = ['holds', 'matches', 'violated', 'inconclusive', 'skipped', 'failed'] as const;

describe('README.md', () => {
  const readme = pageNamed('README.md');

  test('its table of adapters has all that are shipped', () => {
    const folders = readdirSync(join(root, 'adapters'), { withFileTypes: true });
    const shipped = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const told = tableOf(readme, 'adapter').map(([cell = '']) => /\[([\w-]+)\]/.exec(cell)?.[1] ?? '');
    expect(told.sort()).toEqual(shipped.sort());
  });

  test('its table of dependencies has all, and its prose each optional peer', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly peerDependencies: Readonly<Record<string, string>>;
    };
    expect(firsts(tableOf(readme, 'package'))).toEqual(Object.keys(manifest.dependencies).sort());
    for (const peer of Object.keys(manifest.peerDependencies)) expect(readme.text).toContain(`\`${peer}\``);
  });
});

describe('docs/ci.md', () => {
  const page = pageNamed('docs/ci.md');

  test('its exit codes are those of the program', () => {
    const told = tableOf(page, 'code').map(([code]) => Number(code));
    expect(told).toEqual(Object.values(exitCodes).sort((left, right) => left - right));
  });

  test('its levels ask for what the certificate asks for', () => {
    const [simulated = [], faulted = []] = tableOf(page, 'level');
    expect(simulated).toEqual(['simulated', expect.stringContaining(SIMULATED_HISTORIES_MIN.toLocaleString('en'))]);
    const asked = `${REAL_HISTORIES_MIN} histories from ${REAL_PLANS_MIN} plans`;
    expect(faulted).toEqual(['faulted', expect.stringContaining(asked)]);
    expect(pageNamed('docs/testbeds.md').text).toContain(asked);
  });
});

describe('docs/read-a-report.md', () => {
  const page = pageNamed('docs/read-a-report.md');

  test('its words are the verdicts, each with its sign', () => {
    const told = tableOf(page, 'word').slice(0, words.length);
    expect(told.map(([word, sign]) => [word, sign])).toEqual(
      words.map((verdict) => [verdict, signOf({ verdict, declared: false }).glyph]),
    );
    for (const verdict of adapterVerdicts) expect(page.text).toContain(`\`${signOfAdapter(verdict).word}\``);
    expect(page.text).toContain(`\`${signOf({ verdict: 'violated', declared: true }).word}\``);
  });

  test('its filter words are the keys that there are', () => {
    const rows = page.text.slice(page.text.indexOf('## Filter the history'));
    const told = [...rows.matchAll(/^\| `([a-z]+):/gm)].map(([, key]) => key ?? '');
    expect(told.sort()).toEqual([...filterKeys].sort());
  });
});

describe('docs/glossary.md', () => {
  const page = pageNamed('docs/glossary.md');
  const terms = [...page.text.matchAll(/^- \*\*(.+?)\*\*: /gm)].map(([, term]) => term ?? '');

  test('it explains every verdict, each term once', () => {
    const shown = [
      ...words.map((verdict) => signOf({ verdict, declared: false }).word),
      signOf({ verdict: 'violated', declared: true }).word,
      ...adapterVerdicts.map((verdict) => signOfAdapter(verdict).word),
    ];
    expect(shown.filter((word) => !terms.includes(word))).toEqual([]);
    expect(new Set(terms).size).toBe(terms.length);
  });

  test('every entry is one sentence', () => {
    const entries = page.text
      .split(/^- \*\*/m)
      .slice(1)
      .map((entry) => entry.split(/\n\n|\n#/)[0] ?? '');
    expect(entries.filter((entry) => !entry.trim().endsWith('.') || /[.?] [A-Z]/.test(entry))).toEqual([]);
  });
});

describe('docs/claims-and-bounds.md', () => {
  const rows = tableOf(pageNamed('docs/claims-and-bounds.md'), 'claim');
  const nothing: Claims = {
    fencing: 'none',
    exclusivity: 'none',
    leaderView: 'none',
    liveness: false,
    tolerates: { clockRatePpm: 0, pauseMs: 0, networkDelayMs: 0 },
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs: 1,
      anchor: 'send',
      renewMs: 1,
      retryMs: 1,
      jitter: 0,
      watch: false,
      requestTimeoutMs: 1,
      backoffMsMax: 0,
      roundTrips: 1,
    },
  };
  const cases: readonly (readonly [string, Partial<Claims>])[] = [
    ['_(always)_', {}],
    ["fencing: 'monotonic'", { fencing: 'monotonic' }],
    ["exclusivity: 'timed'", { exclusivity: 'timed' }],
    ["leaderView: 'no-phantom'", { leaderView: 'no-phantom' }],
    ["leaderView: 'monotonic'", { leaderView: 'monotonic' }],
    ['leaderView: { staleMsMax }', { leaderView: { staleMsMax: 1 } }],
    ["leaderView: 'linearizable'", { leaderView: 'linearizable' }],
    ['liveness: true', { liveness: true }],
    ['bypassesMax', { bypassesMax: 1 }],
  ];
  const always = ['ST1', 'ST2', 'ST3', 'R1'];

  test.each(cases)('%s brings the properties that the page names', (label, claim) => {
    const brought = (claims: Claims): readonly string[] =>
      properties.filter((property) => property.claimed(claims)).map(({ id }) => id);
    const base = brought(nothing);
    const expected = brought({ ...nothing, ...claim }).filter((id) => label === '_(always)_' || !base.includes(id));
    const told =
      rows
        .find(([cell]) => cell === label)
        ?.at(-1)
        ?.split(', ') ?? [];
    expect(told.sort()).toEqual(expected.filter((id) => !always.includes(id)).sort());
  });

  test('its constants are the fields of timing', () => {
    const told = firsts(tableOf(pageNamed('docs/claims-and-bounds.md'), 'field'));
    expect(told).toEqual(Object.keys(nothing.timing).sort());
  });
});

describe('docs/testbeds.md', () => {
  const page = pageNamed('docs/testbeds.md');

  test('its faults are those that there are, and each testbed injects what it says', () => {
    const { missing } = realCapabilities('linux');
    const onWindows = realCapabilities('win32').missing;
    const expected = Object.values(faults).map(({ kind, scope }) => {
      const noWindows = onWindows.has(kind) ? 'yes, not on Windows' : 'yes';
      return [kind, scope, 'yes', missing.has(kind) ? 'no' : noWindows];
    });
    expect(tableOf(page, 'kind')).toEqual(expected);
  });

  test('its images are the default ones', () => {
    const rows = new Map(tableOf(page, 'variable').map(([name = '', meaning = '']) => [name, meaning]));
    const { redis, toxiproxy } = containerImages();
    if (process.env['SCRUTINEER_IMAGE_REDIS'] === undefined)
      expect(rows.get('SCRUTINEER_IMAGE_REDIS')).toContain(redis);
    if (process.env['SCRUTINEER_IMAGE_TOXIPROXY'] === undefined)
      expect(rows.get('SCRUTINEER_IMAGE_TOXIPROXY')).toContain(toxiproxy);
  });
});

describe('docs/write-an-adapter.md', () => {
  test('its table has every field of the environment', () => {
    const contract = readFileSync(join(root, 'src', 'adapter.ts'), 'utf8');
    const bodies = ['interface CommonEnvironment', 'redis: {'].map(
      (name) => contract.slice(contract.indexOf(name)).split('\n  }')[0]?.split('\n}')[0] ?? '',
    );
    const fields = bodies.flatMap((body) => [...body.matchAll(/^ +(?:readonly )?(\w+)[:(]/gm)].map(([, name]) => name));
    const told = tableOf(pageNamed('docs/write-an-adapter.md'), 'in the environment').flatMap(([cell = '']) =>
      cell.split(', '),
    );
    expect(new Set(told)).toEqual(new Set(fields));
  });

  test('mistakes that pages name are known to the lint', () => {
    const named = pages.flatMap(({ text }) => text.match(/LINT-[A-Z-]+[A-Z]/g) ?? []);
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((code) => !Object.hasOwn(lintRules, code))).toEqual([]);
  });
});

function firsts(rows: readonly (readonly string[])[]): readonly string[] {
  return rows.map(([cell = '']) => cell).sort();
}

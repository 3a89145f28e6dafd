/**
 * Mistakes in adapters, and in naming them. Each message names the thing, what was expected, what was found and what to do next; each ends with the code for its
 * kind, shows no stack, and costs nothing that was there before.
 */
import { describe, expect, test } from 'vitest';
import { adapterWith, claimsWith, expectTeaching, made, makeProject, mine, tried } from '../support/mistakes.ts';

makeProject();

describe('no adapter', () => {
  tried([
    {
      of: 'an empty folder',
      folders: ['empty'],
      args: ['certify', './empty'],
      code: 65,
      words: ['/empty: expected adapter.ts', 'found none', 'npx scrutineer init'],
    },
    {
      of: 'a name with a slip',
      args: ['certify', 'redis-leese'],
      code: 64,
      words: [
        'There is no adapter "redis-leese". Did you mean "redis-lease"?',
        'Expected the path',
        'npx scrutineer init redis-leese',
      ],
    },
    {
      of: 'a slip in the name of a folder beside',
      files: { 'adapters/our-election/adapter.mjs': adapterWith({}) },
      args: ['certify', 'our-electoin'],
      code: 64,
      words: ['Did you mean "our-election"?'],
    },
    { of: 'another name', args: ['certify', 'chubby'], code: 64, words: [/no adapter "chubby"\. Expected/] },
    {
      of: 'a path to nothing',
      args: ['certify', './no/such.ts'],
      code: 64,
      words: ['There is no adapter "./no/such.ts"'],
    },
    {
      of: 'a file of another kind',
      files: { 'mine.txt': 'hello' },
      args: ['certify', './mine.txt'],
      code: 65,
      words: ['mine.txt: expected a file that ends in .ts', 'Name the file whose default export'],
    },
    {
      of: 'globs that match nothing',
      files: { 'package.json': '{ "scrutineer": { "adapters": ["elections/*"] } }' },
      args: ['certify'],
      code: 64,
      words: ['package.json: no file matches', '["elections/*"]', 'Mend the globs, or name an adapter'],
    },
    {
      of: 'globs that are no list',
      files: { 'package.json': '{ "scrutineer": { "adapters": "elections/*" } }' },
      args: ['certify'],
      code: 65,
      words: ['expected "scrutineer": { "adapters": ["adapters/*"] }', 'found {"adapters":"elections/*"}'],
    },
    {
      of: 'a package.json that is no JSON',
      files: { 'package.json': '{ "name": "x", oops' },
      args: ['certify'],
      code: 65,
      words: ['package.json, line 1, column 16: expected JSON, found "oops"'],
    },
  ]);
});

describe('a file that is no adapter', () => {
  tried([
    mine('without default export', 'export const adapter = 1;', [
      'mine.mjs, default export: expected an adapter, found nothing',
      'export default defineAdapter(',
    ]),
    mine('without createCandidate', adapterWith({ createCandidate: 'undefined' }), [
      'mine.mjs, createCandidate: expected a function',
      'found nothing',
      'campaign() or start()',
    ]),
    mine('with a lease of words', adapterWith({ leaseTtlMs: "{ min: '1 s', step: 1 }" }), [
      'leaseTtlMs: expected { min, step }',
      'found { min: "1 s", step: 1 }',
      'Whole seconds are',
    ]),
    mine('with a name of two words', adapterWith({ name: "'My Election'" }), [
      'name: expected lower-case words joined by hyphens',
      'found "My Election"',
    ]),
    mine('with an unknown store', adapterWith({ store: "'zookeper'" }), [
      'store: expected one of redis',
      'found "zookeper"',
    ]),
    mine('with an unknown testbed', adapterWith({ testbeds: "['cloud']" }), [
      'testbeds: expected a list of simulated, local, containers',
      'found ["cloud"]',
    ]),
    mine('with claims that throw', adapterWith({ claims: "() => { throw new Error('not yet') }" }), [
      'claims({ leaseTtlMs: 1000 }): expected the claims, found it threw not yet',
    ]),
    mine('with claims of nothing', adapterWith({ claims: '() => undefined' }), [
      'claims({ leaseTtlMs: 1000 }): expected an object, found nothing',
    ]),
    mine(
      'with NaN in its claims',
      adapterWith({
        claims: `() => (${claimsWith({ tolerates: '{ clockRatePpm: 1 / 0 - 1 / 0, pauseMs: 0, networkDelayMs: 0 }' })})`,
      }),
      ['claims({ leaseTtlMs: 1000 }).tolerates.clockRatePpm: expected a number, found NaN'],
    ),
    mine(
      'with no promise at all',
      adapterWith({ claims: `() => (${claimsWith({ exclusivity: "'none'", liveness: 'false' })})` }),
      ['expected fencing, exclusivity or liveness, found no promise at all'],
    ),
    mine(
      'that declares a property that there is not',
      adapterWith({ knownDeviations: "[{ property: 'S99', why: 'x', source: 'x', plan: 'x.json' }]" }),
      ['knownDeviations[0].property: expected one of S1,', 'found "S99"', 'npx scrutineer list properties'],
    ),
    mine(
      'that declares by a plan that is not there',
      adapterWith({ knownDeviations: "[{ property: 'S4', why: 'x', source: 'x', plan: 'plans/x.json' }]" }),
      ['knownDeviations[0].plan: expected a stored plan at plans/x.json', 'Copy a plan'],
    ),
    mine('with a syntax error', 'export default {\n  name: "mine",\n', [
      'mine.mjs, line 3, column 1: expected JavaScript or TypeScript, found a syntax error: Unexpected token',
    ]),
    {
      of: 'with a syntax error in TypeScript',
      files: { 'mine.ts': 'const name: = 3;\nexport default { name };\n' },
      args: ['certify', './mine.ts', '--progress', 'none'],
      code: 65,
      words: ['mine.ts, line 1, column 13: expected JavaScript or TypeScript, found a syntax error'],
    },
    mine('that imports a package which is missing', "import x from '@acme/consul/lock';\nexport default x;\n", [
      'mine.mjs: expected the package @acme/consul, which it imports, found that it is not installed there. Install it with `npm install @acme/consul`',
    ]),
    mine('that imports a file which is missing', "import x from './lock.js';\nexport default x;\n", [
      'mine.mjs: expected each file that it imports to be there, found none at ./lock.js',
      'Check the path',
    ]),
    mine('that throws while it is loaded', "\nthrow new TypeError('no configuration');\n", [
      'mine.mjs: expected a module that can be loaded, found that it threw TypeError: no configuration at',
      'mine.mjs:2. It runs when it is loaded',
    ]),
  ]);

  test.concurrent('Node itself says of a syntax error or a missing import what jiti says', async () => {
    const scrutineer = {
      'node_modules/scrutineer/package.json': '{ "exports": { "./adapter": "./a.js" } }',
      'node_modules/scrutineer/a.js': '',
    };
    const syntax = mine('', 'export default {\n  name: = "mine",\n};\n', [
      'mine.mjs, line 2, column 9: expected JavaScript or TypeScript, found a syntax error: Unexpected token',
    ]);
    const missing = mine('', "import x from 'consul';\nexport default x;\n", [
      'mine.mjs: expected the package consul, which',
      'npm install consul`',
    ]);
    for (const each of [syntax, missing])
      expectTeaching(each, await made({ ...each, files: { ...each.files, ...scrutineer } }));
  });
});

describe('an adapter that breaks the contract while it runs', () => {
  tried([
    {
      ...mine(
        'a campaign that gives a number',
        adapterWith({}),
        [
          'campaign settled with the number 42, whose lost is no AbortSignal',
          'campaign() settles with { lost, token?, term? }',
        ],
        1,
      ),
      onStdout: true,
    },
    {
      ...mine(
        'a campaign that always throws',
        adapterWith({
          createCandidate:
            "async () => ({ campaign() { throw new Error('boom') }, resign: async () => {}, close: async () => {} })",
        }),
        ['no candidate was ever elected', 'boom', 'Mend the error that is named here'],
        2,
      ),
      onStdout: true,
    },
    {
      ...mine(
        'a candidate that leaves the process',
        adapterWith({
          createCandidate:
            'async () => ({ campaign() { process.exit(0) }, resign: async () => {}, close: async () => {} })',
        }),
        ['Scrutineer itself could not finish mine: the adapter ended the thread', 'Look for a call of process.exit'],
        70,
      ),
      onStdout: true,
    },
  ]);
});

describe('an adapter that takes the command line with it is no verdict', () => {
  tried([
    mine(
      'process.exit(0) while it is loaded',
      'process.exit(0);',
      ['Scrutineer itself failed; nothing is said about the implementation', 'process.exit'],
      70,
    ),
    mine(
      'an await that never ends',
      'await new Promise(() => {});',
      ['Scrutineer itself failed', 'awaits what never comes'],
      70,
    ),
  ]);

  test.concurrent('what it throws where nothing catches it has its stack, since nothing else says where', async () => {
    for (const source of [
      "setTimeout(() => { throw new Error('stray') }, 1);",
      "void Promise.reject(new Error('stray'));",
    ]) {
      const { code, stderr, stdout } = await made(
        mine('', `${source}\nawait new Promise((done) => setTimeout(done, 500));\n`, []),
      );
      expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
      expect(stderr).toMatch(
        /nothing is said about the implementation\..*nothing catches it[^]*Error: stray\n +at .*mine\.mjs:1/,
      );
    }
  });
});

/**
 * Every mistake of a user, made on purpose. Each message names the thing, what was expected, what was found and what to
 * do next; each ends with the code for its kind, shows no stack, and costs nothing that was there before.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, type Ended } from '../support/run-cli.ts';

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-mistakes-'));
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

/** An adapter that is complete, but for the fields that are given as source text. */
function adapterWith(fields: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    name: "'mine'",
    title: "'Mine'",
    store: "'redis'",
    testbeds: "['simulated']",
    leaseTtlMs: '{ min: 1000, step: 1 }',
    claims: `() => (${claimsWith({})})`,
    createCandidate:
      'async () => ({ campaign: () => Promise.resolve(42), resign: async () => {}, close: async () => {} })',
    ...fields,
  };
  return `export default { ${Object.entries(all)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} };\n`;
}

function claimsWith(fields: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    fencing: "'none'",
    exclusivity: "'timed'",
    leaderView: "'none'",
    liveness: 'true',
    tolerates: '{ clockRatePpm: 0, pauseMs: 0, networkDelayMs: 10 }',
    timing:
      "{ kind: 'store', clock: 'monotonic', validityMs: 500, anchor: 'send', renewMs: 200, retryMs: 200, jitter: 0, watch: false, requestTimeoutMs: 100, backoffMsMax: 0, roundTrips: 1 }",
    ...fields,
  };
  return `{ ${Object.entries(all)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} }`;
}

interface Mistake {
  readonly of: string;
  /** Files of the folder in which the command runs, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of folders to make there. */
  readonly folders?: readonly string[];
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly words: readonly (string | RegExp)[];
  /** The message is a result: of a file among several, or of a run that ended. */
  readonly onStdout?: true;
}

let folders = 0;

/** Each in a folder of its own. */
async function made({ files = {}, folders: names = [], args, environment = {} }: Mistake): Promise<Ended> {
  folders += 1;
  const cwd = join(project, String(folders));
  mkdirSync(cwd);
  for (const name of names) mkdirSync(join(cwd, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const ended = await runCli(args, { cwd, environment });
  // Nothing is left behind by what never began.
  if (ended.stdout === '' && [64, 65, 69].includes(ended.code ?? 0))
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  return ended;
}

function expectTeaching({ code, words, onStdout }: Mistake, ended: Ended): void {
  const [told, silent] = onStdout === true ? [ended.stdout, ended.stderr] : [ended.stderr, ended.stdout];
  expect({ code: ended.code, silent: onStdout === true ? '' : silent, told }).toMatchObject({ code, silent: '' });
  for (const word of words)
    expect(told).toEqual(typeof word === 'string' ? expect.stringContaining(word) : expect.stringMatching(word));
  expect(ended.stdout + ended.stderr).not.toMatch(/\n {4}at /);
  if (code !== 70) expect(ended.stdout + ended.stderr).not.toContain('Scrutineer itself');
}

function tried(mistakes: readonly Mistake[]): void {
  for (const mistake of mistakes) {
    test.concurrent(`${mistake.of} (${mistake.code})`, async () => {
      expectTeaching(mistake, await made(mistake));
    });
  }
}

const certifyMine = ['certify', './mine.mjs', '--histories', '10', '--jobs', '1', '--progress', 'none'];

function mine(of: string, source: string, words: Mistake['words'], code = 65): Mistake {
  return { of, files: { 'mine.mjs': source }, args: certifyMine, code, words };
}

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

describe('testbeds', () => {
  const nothing = { PATH: '/nonexistent', SCRUTINEER_BIN_REDIS: '', SCRUTINEER_BIN_TOXIPROXY: '', DOCKER_HOST: '' };
  const onLocal = ['certify', 'redis-fencing', '--testbed', 'local', '--progress', 'none'];
  const onContainers = ['certify', 'redis-fencing', '--testbed', 'containers', '--progress', 'none'];
  tried([
    {
      of: 'an unknown one',
      args: ['certify', '--testbed', 'simulatd'],
      code: 64,
      words: ['Expected simulated, local, containers, found "simulatd". Did you mean "simulated"?'],
    },
    {
      of: 'an empty one',
      args: ['certify', '--testbed', ''],
      code: 64,
      words: ['Expected at least one of simulated, local, containers'],
    },
    {
      of: 'redis-server is not there',
      args: onLocal,
      environment: nothing,
      code: 69,
      words: [
        'testbed local: redis-server was not found on PATH',
        'name its binary in SCRUTINEER_BIN_REDIS',
        'npx scrutineer doctor',
      ],
    },
    {
      of: 'toxiproxy-server is not there',
      args: onLocal,
      environment: { ...nothing, SCRUTINEER_BIN_REDIS: process.execPath },
      code: 69,
      words: ['testbed local: toxiproxy-server was not found on PATH', 'name its binary in SCRUTINEER_BIN_TOXIPROXY'],
    },
    {
      of: 'a binary that is none',
      args: onLocal,
      environment: { ...nothing, SCRUTINEER_BIN_REDIS: '/nope' },
      code: 69,
      words: ['SCRUTINEER_BIN_REDIS names /nope, which is not an executable file', 'unset it to search PATH'],
    },
    {
      of: 'nobody at DOCKER_HOST',
      args: onContainers,
      environment: { ...nothing, DOCKER_HOST: 'tcp://127.0.0.1:1' },
      code: 69,
      words: [
        'no container runtime answers at 127.0.0.1:1: nobody listens there',
        'DOCKER_HOST names it: start it there, or unset DOCKER_HOST',
      ],
    },
    {
      of: 'a DOCKER_HOST that is no address',
      args: onContainers,
      environment: { ...nothing, DOCKER_HOST: 'nonsense' },
      code: 69,
      words: ['at nonsense, which is no address', 'unix:///var/run/docker.sock'],
    },
  ]);

  test('one that the adapter does not list is skipped aloud', async () => {
    const mistake = mine('', adapterWith({ testbeds: "['local']" }), []);
    const { code, stdout } = await made({ ...mistake, args: [...mistake.args, '--testbed', 'simulated'] });
    expect(code).toBe(69);
    expect(stdout).toContain('– mine was not run: needs local, the only ones that it lists: name one by --testbed.');
  });

  describe('a runtime', () => {
    let daemon: Server;
    let socket: string;
    const asked: string[] = [];

    /** As much of Docker as says that no image is there. */
    beforeAll(async () => {
      socket = join(project, 'docker.sock');
      daemon = createServer((request, response) => {
        asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
        const isInfo = /\/(info|_ping|version|networks\/bridge)$/.test(request.url ?? '');
        response.writeHead(isInfo ? 200 : 404, { 'content-type': 'application/json' });
        const info = {
          ServerVersion: '28.0.0',
          OperatingSystem: 'Test',
          OSType: 'linux',
          Architecture: 'x86_64',
          ApiVersion: '1.48',
          MinAPIVersion: '1.24',
          MemTotal: 0,
          IPAM: { Config: [{ Gateway: '127.0.0.1' }] },
        };
        response.end(JSON.stringify(isInfo ? info : { message: 'No such image' }));
      });
      await new Promise<void>((done) => daemon.listen(socket, done));
    });

    afterAll(() => {
      daemon.close();
    });

    test('without the image: it is named with the ways to get it, and never pulled', async () => {
      const mistake: Mistake = {
        of: '',
        args: onContainers,
        environment: { ...nothing, DOCKER_HOST: `unix://${socket}` },
        code: 69,
        words: [
          /the image redis:\S+ is not on this machine\. Get it with `docker pull redis:\S+` \(or `scrutineer doctor --pull`\), or let SCRUTINEER_IMAGE_REDIS name an image/,
        ],
      };
      expectTeaching(mistake, await made(mistake));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
    });

    // Whoever may do everything is refused nothing.
    test.skipIf(process.getuid?.() !== 0 || !existsSync('/usr/bin/setpriv'))(
      'that may not be used: what to do about it',
      async () => {
        chmodSync(project, 0o755);
        chmodSync(socket, 0o600);
        const { code, stderr } = await runCli(onContainers, {
          cwd: tmpdir(),
          environment: { ...nothing, DOCKER_HOST: `unix://${socket}` },
          through: ['/usr/bin/setpriv', '--reuid=65534', '--clear-groups'],
        });
        expect(code).toBe(69);
        expect(stderr).toContain('permission denied (EACCES)');
        expect(stderr).toContain('usermod -aG docker');
      },
    );
  });
});

describe('the folder of the run', () => {
  const intoFull = [
    'certify',
    'redis-fencing',
    '--histories',
    '100',
    '--jobs',
    '1',
    '--seed',
    '3',
    '--progress',
    'none',
    '--report',
  ];
  tried([
    {
      of: 'is a file',
      files: { taken: '' },
      args: [...intoFull, 'taken'],
      code: 64,
      words: [
        '/taken: expected a folder that can be written',
        'there is a file of that name',
        'Name another folder by --report',
      ],
    },
    {
      of: 'is below a file',
      files: { taken: '' },
      args: [...intoFull, 'taken/run'],
      code: 64,
      words: ['/taken/run: expected a folder', 'Name another folder by --report'],
    },
    {
      of: 'cannot be made',
      args: [...intoFull, '/proc/scrutineer/run'],
      code: 64,
      words: ['/proc/scrutineer/run: expected a folder that can be written', 'Name another folder by --report'],
    },
    {
      of: 'holds something else',
      files: { 'full/thesis.tex': '' },
      args: [...intoFull, 'full'],
      code: 64,
      words: ['/full: expected an empty folder or that of an earlier run, found thesis.tex', 'Name another folder'],
    },
  ]);

  test('keeps what an earlier run left, where the next cannot begin', async () => {
    const cwd = join(project, 'kept');
    mkdirSync(cwd);
    const first = [
      'certify',
      'redis-fencing',
      '--histories',
      '10',
      '--jobs',
      '1',
      '--report',
      'run',
      '--progress',
      'none',
    ];
    expect((await runCli(first, { cwd })).code).toBe(0);
    const before = readdirSync(join(cwd, 'run'));
    writeFileSync(join(cwd, 'mine.mjs'), 'oops');
    expect((await runCli(['certify', './mine.mjs', '--report', 'run'], { cwd })).code).toBe(65);
    const environment = { SCRUTINEER_BIN_REDIS: '/nope' };
    expect((await runCli([...first, '--testbed', 'local'], { cwd, environment })).code).toBe(69);
    expect(readdirSync(join(cwd, 'run'))).toEqual(before);
  });

  test('is on a full disk: the verdict is printed all the same, and the code is that of a failure', async () => {
    const cwd = join(project, 'full-disk');
    mkdirSync(cwd);
    // No file may become larger than 24 KiB: the result or a report does not fit.
    const through = ['/bin/sh', '-c', 'ulimit -f 48; exec "$@"', 'sh'];
    const { code, stdout, stderr } = await runCli([...intoFull, 'run'], { cwd, through });
    expect(stdout).toMatch(/redis-fencing .*over 100 histories\.\n$/);
    expect(stderr).toMatch(
      /^run: not everything could be written there: .*EFBIG.*Make room, or name a folder elsewhere by --report\. The result above stands\.\n$/,
    );
    expect(code).toBe(70);
  });
});

describe('flags', () => {
  const flag = (args: readonly string[], ...words: readonly string[]): Mistake => ({
    of: args.join(' '),
    args,
    code: 64,
    words,
  });
  tried([
    flag(['certfy'], "unknown command 'certfy'", 'Did you mean certify?'),
    flag(['certify', '--repot', 'x'], "unknown option '--repot'", 'Did you mean --report?'),
    flag(['certify', '--histories', 'ten'], "'--histories <n>'", 'Expected a whole number from 1', 'found "ten"'),
    flag(['certify', '--histories', '0'], 'found "0"'),
    flag(['certify', '--seed', '-3'], 'Expected a whole number from 0', 'found "-3"'),
    flag(['certify', '--candidates', '9'], 'from 2 to 7, found "9"'),
    flag(['certify', '--lease-ttl', '10s'], 'Expected a whole number', 'found "10s"'),
    flag(['certify', '--budget', '60'], 'Expected a time with its unit, for instance 60s', 'found "60"'),
    flag(['certify', '--faults', 'paus'], 'found "paus". Did you mean "pause"?'),
    flag(['certify', '--faults', ''], 'Expected at least one of none, all,'),
    flag(['certify', '--hold-to', 'claim'], 'Allowed choices are claims, all'),
    flag(['certify', '--progress', 'fancy'], 'Allowed choices are auto, plain, none'),
    flag(['certify', '--seed'], "option '--seed <n>' argument missing"),
    flag(['list', 'propertys'], 'Allowed choices are adapters, properties, faults, models'),
    flag(['list'], "missing required argument 'what'"),
    flag(['check', 'x.jsonl'], "required option '--model <name>' not specified"),
    flag(['check', 'x.jsonl', '--model', 'cas-regster'], 'found "cas-regster". Did you mean "cas-register"?'),
    flag(['check', 'x.jsonl', '--model', 'kv', '--memory', '12'], 'Expected a size with its unit, for instance 256MiB'),
    flag(['check', 'x.jsonl', '--model', 'kv', '--timeout', '12'], 'Expected a time with its unit'),
    flag(['check', 'x.jsonl', '--model', 'kv', '--initial', '{:'], 'Expected a value as JSON or EDN'),
    flag(
      ['check', 'x.jsonl', '--model', 'kv', '--write', 'x.txt'],
      '--write x.txt: expected a name that ends in .edn or .jsonl',
    ),
    flag(['check', 'x.jsonl', 'y.jsonl', '--model', 'kv', '--write', 'x.edn'], '--write takes one history, found 2'),
    flag(['init', 'My_Election'], 'lower-case words joined by hyphens', 'found "My_Election"'),
  ]);

  test.concurrent('no command at all shows what there is', async () => {
    const { code, stdout, stderr } = await made({ of: '', args: [], code: 64, words: [] });
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain('certify [options] [adapter...]');
  });
});

describe('files of earlier runs', () => {
  const plan = readFileSync(
    join('adapters/redis-lease/plans', readdirSync('adapters/redis-lease/plans')[0] ?? ''),
    'utf8',
  );
  const run = (text: string): Mistake['files'] => ({ 'run/run.json': text });
  tried([
    {
      of: 'replay of a plan that is not there',
      args: ['replay', 'no.json'],
      code: 64,
      words: ['/no.json: there is no such plan', 'the plans/ of a run or of an adapter'],
    },
    {
      of: 'replay of a folder that is not there',
      args: ['replay', 'nowhere'],
      code: 64,
      words: ['/nowhere: nothing is there', 'reports/latest is the last one'],
    },
    {
      of: 'replay of a plan that is cut short',
      files: { 'p.json': plan.slice(0, 90) },
      args: ['replay', 'p.json', '--adapter', 'redis-lease'],
      code: 65,
      words: [/p\.json, line \d+, column \d+: expected JSON, found/, 'write the plan again'],
    },
    {
      of: 'replay of a plan without its fields',
      files: { 'p.json': '{ "schema": "scrutineer/plan@1" }' },
      args: ['replay', 'p.json', '--adapter', 'redis-lease'],
      code: 65,
      words: ['p.json, field seed: expected number, found nothing'],
    },
    {
      of: 'replay of a plan of nobody',
      files: { 'p.json': plan },
      args: ['replay', 'p.json'],
      code: 64,
      words: ['/p.json: which adapter?', 'name one by --adapter'],
    },
    {
      of: 'replay with a slip in the adapter',
      files: { 'p.json': plan },
      args: ['replay', 'p.json', '--adapter', 'redis-leas'],
      code: 64,
      words: ['Did you mean "redis-lease"?'],
    },
    {
      of: 'replay of a run that is cut short',
      files: run('{ "schema": '),
      args: ['replay', 'run'],
      code: 65,
      words: ['run.json, line 1, column 13: expected JSON, found the end of the text'],
    },
    {
      of: 'replay of a run of another kind',
      files: run('{ "schema": "other/run@9" }'),
      args: ['replay', 'run'],
      code: 65,
      words: ['run.json, field schema: expected "scrutineer/run@1", found other/run@9'],
    },
    {
      of: 'replay of a run without results',
      files: run('{ "schema": "scrutineer/run@1" }'),
      args: ['replay', 'run'],
      code: 65,
      words: ['run.json, field adapters: expected the results of its adapters, found none'],
    },
    {
      of: 'replay of some other file',
      files: { 'notes.txt': '' },
      args: ['replay', 'notes.txt'],
      code: 65,
      words: ['/notes.txt: expected the folder of a run', 'found another file'],
    },
    {
      of: 'report of a folder without a run',
      folders: ['empty'],
      args: ['report', 'empty'],
      code: 65,
      words: ['/empty: expected the folder of a run, with run.json in it; there is none', 'reports/latest'],
    },
    {
      of: 'verify of nothing',
      args: ['verify', 'nowhere'],
      code: 64,
      words: ['/nowhere: there is no such certificate', 'a run that was interrupted has none'],
    },
    {
      of: 'verify of a folder without one',
      folders: ['empty'],
      args: ['verify', 'empty'],
      code: 64,
      words: ['certificate.json: there is no such certificate'],
    },
    {
      of: 'verify of a plan',
      files: { 'p.json': plan },
      args: ['verify', 'p.json'],
      code: 65,
      words: [
        '/p.json, field schema: expected "scrutineer/certificate@1", found "scrutineer/plan@1"',
        'name another file',
      ],
    },
    {
      of: 'verify of an empty file',
      files: { 'c.json': '' },
      args: ['verify', 'c.json'],
      code: 65,
      words: ['/c.json, line 1, column 1: expected JSON, found the end of the text'],
    },
    {
      of: 'init where a file is',
      files: { taken: '' },
      args: ['init', 'mine', 'taken'],
      code: 64,
      words: ['taken is a file, and nothing is ever overwritten'],
    },
    {
      of: 'init where something is',
      files: { 'taken/a.txt': '' },
      args: ['init', 'mine', 'taken'],
      code: 64,
      words: ['taken is not empty, and nothing is ever overwritten'],
    },
    {
      of: 'init where nothing can be',
      args: ['init', 'mine', '/proc/scrutineer'],
      code: 64,
      words: ['/proc/scrutineer: the folder cannot be made', 'Name another one'],
    },
  ]);
});

describe('check', () => {
  const history =
    '{"process":0,"type":"invoke","f":"read","value":null}\n{"process":0,"type":"ok","f":"read","value":null}\n';
  const onKv = ['--model', 'register'];
  tried([
    {
      of: 'a file that is not there',
      args: ['check', 'no.jsonl', ...onKv],
      code: 65,
      onStdout: true,
      words: ['no.jsonl: expected a file that can be read, found no such file', 'Check the path'],
    },
    {
      of: 'an empty file',
      files: { 'h.jsonl': '' },
      args: ['check', 'h.jsonl', ...onKv],
      code: 65,
      onStdout: true,
      words: ['h.jsonl, line 1, column 1: expected a history', 'found an empty file'],
    },
    {
      of: 'a folder',
      folders: ['h'],
      args: ['check', 'h', ...onKv],
      code: 65,
      onStdout: true,
      words: ['found a directory. Name the files in it'],
    },
    {
      of: 'a history that is cut short',
      files: { 'h.jsonl': history.slice(0, 80) },
      args: ['check', 'h.jsonl', ...onKv],
      code: 65,
      onStdout: true,
      words: [/h\.jsonl, line 2, column \d+: expected JSON/],
    },
  ]);

  test.concurrent('a page that cannot be written: the verdicts stand', async () => {
    const { code, stdout, stderr } = await made({
      of: '',
      files: { 'h.jsonl': history },
      args: ['check', 'h.jsonl', ...onKv, '--html', '/proc/x.html'],
      code: 64,
      words: [],
    });
    expect(code).toBe(64);
    expect(stdout).toContain('✓ linearizable  h.jsonl');
    expect(stderr).toMatch(
      /^--html \/proc\/x\.html: it cannot be written: .*Name another file; the verdicts above stand\.\n$/,
    );
  });
});

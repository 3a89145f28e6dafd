/**
 * What testbeds lack, and folders that cannot be written. Each message names the thing, what was expected, what was found and what to do next; each ends with the code for its
 * kind, shows no stack, and costs nothing that was there before.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adapterWith,
  expectTeaching,
  made,
  makeProject,
  mine,
  projectFolder,
  tried,
  type Mistake,
} from '../support/mistakes.ts';
import { runCli } from '../support/run-cli.ts';

makeProject();

describe('testbeds', () => {
  const nothing = {
    PATH: '/nonexistent',
    SCRUTINEER_BIN_REDIS: '',
    SCRUTINEER_BIN_TOXIPROXY: '',
    SCRUTINEER_IMAGE_REDIS: '',
    SCRUTINEER_IMAGE_TOXIPROXY: '',
    DOCKER_HOST: '',
  };
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
      socket = join(projectFolder(), 'docker.sock');
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
        chmodSync(projectFolder(), 0o755);
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
    const cwd = join(projectFolder(), 'kept');
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
    const cwd = join(projectFolder(), 'full-disk');
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

/**
 * Mistakes in flags, and in the files of earlier runs. Each message names the thing, what was expected, what was found and what to do next; each ends with the code for its
 * kind, shows no stack, and costs nothing that was there before.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { made, makeProject, tried, type Mistake } from '../support/mistakes.ts';

makeProject();

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
  const run = (text: string): NonNullable<Mistake['files']> => ({ 'run/run.json': text });
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

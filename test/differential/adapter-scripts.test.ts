/**
 * Every script that a shipped adapter exports, and every one that a variant of the reference changes: its twin against
 * its Lua on a real server, over random keys and arguments. A folder dropped into adapters/ is found without registration.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RedisReply, RedisScript } from '../../src/ports/redis.ts';
import { RedisModel } from '../../src/testbed/simulated/stores/redis.ts';
import { benignVariants, mutants } from '../mutants/catalogue.ts';
import { plant } from '../mutants/plant.ts';
import { SCRIPTS } from '../mutants/variant.ts';
import { redisBinary, startRedisServer } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { KEYS, randomSource } from './redis-steps.ts';
import type { Step } from './redis-steps.ts';
import { compareEpisode, playEpisode } from './redis-transcript.ts';
import type { Comparison, Episode, Model } from './redis-transcript.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ADAPTERS = join(ROOT, 'adapters');
const EPISODES = 60;
const STEPS_PER_EPISODE = 20;

const binary = redisBinary();
mkdirSync(join(ROOT, 'dist'), { recursive: true });
const planted = mkdtempSync(join(ROOT, 'dist', 'planted-'));
const shipped = await exportedScripts();
const scripts = [...shipped, ...(await changedScripts())];

async function exportedScripts(): Promise<readonly RedisScript[]> {
  const found: RedisScript[] = [];
  for (const entry of readdirSync(ADAPTERS, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.m?[jt]s$/.test(entry.name)) continue;
    for (const script of await scriptsOf(pathToFileURL(join(entry.parentPath, entry.name))))
      if (!found.includes(script)) found.push(script);
  }
  return found;
}

/** The scripts of the variants of the reference that are not those of the reference; each is named after its variant. */
async function changedScripts(): Promise<readonly RedisScript[]> {
  const known = new Set(shipped.map(({ lua }) => lua));
  const found: RedisScript[] = [];
  for (const variant of [...mutants, ...benignVariants]) {
    if (!variant.edits.some(({ file }) => file === SCRIPTS)) continue;
    for (const script of await scriptsOf(new URL('scripts.ts', plant(ROOT, planted, variant))))
      if (!known.has(script.lua)) found.push({ ...script, name: `${variant.id} ${script.name}` });
  }
  return found;
}

async function scriptsOf(file: URL): Promise<readonly RedisScript[]> {
  const module: unknown = await import(file.href);
  return typeof module === 'object' && module !== null ? Object.values(module).filter(isScript) : [];
}

function isScript(value: unknown): value is RedisScript {
  return typeof value === 'object' && value !== null && 'lua' in value && 'twin' in value && 'numberOfKeys' in value;
}

/** Runs of the script between commands that set the scene; few different values, so that comparisons often succeed. */
function randomStep(script: RedisScript, random: () => number): Step {
  const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)] ?? '';
  const value = (): string => pick(['a#0', 'b#0', '1', '2', 'a#0:1', 'a#0:2']);
  const kind = random();
  if (kind < 0.1) return ['SET', pick(KEYS), value(), ...(random() < 0.5 ? ['PX', '60000'] : [])];
  if (kind < 0.15) return ['DEL', pick(KEYS)];
  if (kind < 0.2) return ['WAIT'];
  if (kind < 0.3) return ['PTTL', pick(KEYS)];
  const keys = KEYS.slice(0, script.numberOfKeys);
  const args = [value(), pick(['10000', '30000', '2', '3', '-1', 'x']), value(), value()];
  return ['EVAL', script.lua, String(keys.length), ...keys, ...args];
}

function compare(episodes: readonly Episode[], script: RedisScript): Comparison {
  const comparison: Comparison = { compared: 0, ambiguous: 0, mismatches: [] };
  for (const episode of episodes) {
    const model = new RedisModel(() => undefined);
    model.knowScript(script);
    compareEpisode(episode, model satisfies Model, comparison);
  }
  return comparison;
}

/** A twin that is wrong in the smallest way: it answers something else. */
function bent(script: RedisScript): RedisScript {
  const change = (reply: RedisReply): RedisReply => (reply === 1 ? 0 : reply === null ? 0 : null);
  return { ...script, twin: (call, keys, args) => change(script.twin?.(call, keys, args) ?? null) };
}

afterAll(() => rmSync(planted, { recursive: true, force: true }));

test('the shipped adapters have scripts', () => {
  expect(shipped.length).toBeGreaterThan(0);
});

describe.skipIf(binary === undefined)('scripts of the adapters', () => {
  let server: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedisServer(binary ?? '');
    client = new Redis({ host: '127.0.0.1', port: server.port, protocol: 2 });
  });

  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  test.each(scripts.map((script) => [script.name, script] as const))(
    '%s: twin and Lua agree',
    async (_name, script) => {
      const random = randomSource(script.lua.length);
      const episodes: Episode[] = [];
      for (let index = 0; index < EPISODES; index += 1) {
        const steps = Array.from({ length: STEPS_PER_EPISODE }, () => randomStep(script, random));
        episodes.push(await playEpisode(client, steps));
      }
      const { compared, mismatches } = compare(episodes, script);
      expect(mismatches).toEqual([]);
      expect(compared).toBeGreaterThan((EPISODES * STEPS_PER_EPISODE) / 2);
      expect(compare(episodes, bent(script)).mismatches.length).toBeGreaterThan(0);
    },
  );
});

/** One candidate in one election of the batch: its environment, its port, its driver. */
import { join } from 'node:path';
import type { CandidateEnvironment, ElectionAdapter } from '../../../adapter.ts';
import { classifyRedisError } from '../../../ports/redis-errors.ts';
import { startDriver, type Driver } from '../../candidate/driver.ts';
import { machineUs } from '../machine-clock.ts';
import { createRedisPort } from '../ports/redis.ts';
import { ArmedMessages } from './armed-messages.ts';
import type { HostClock } from './host-clock.ts';
import { HostDisk } from './host-disk.ts';
import type { FromHost, HostSetup } from './protocol.ts';
import type { ResourceClient } from './resource-client.ts';
import { seededRandom } from './seeded-random.ts';

export interface HostedCandidateOptions {
  readonly adapter: ElectionAdapter;
  readonly setup: HostSetup;
  /** Index of the election in the batch. */
  readonly election: number;
  readonly clock: HostClock;
  readonly resource: ResourceClient;
  readonly timeoutMs: number;
  send(message: FromHost): void;
}

export interface HostedCandidate {
  readonly messages: ArmedMessages;
  start(sinceStartMs: number): void;
  stop(): void;
}

/** Prepares one candidate of one election; nothing connects before `start`. */
export function hostCandidate(options: HostedCandidateOptions): HostedCandidate {
  const { send, election, setup } = options;
  const messages = new ArmedMessages({
    onEdge: (edge, armed, detail) =>
      send({ type: 'message-fault', edge, election, fault: armed.fault, kind: armed.kind, atUs: machineUs(), detail }),
  });
  let driver: Driver | undefined;
  return {
    messages,
    start: (sinceStartMs) => {
      driver = startDriver({
        adapter: options.adapter,
        environment: environmentOf(options, messages),
        plan: setup.plan,
        workload: setup.workload,
        sinceStartMs,
        host: {
          clock: options.clock,
          emit: (event) => send({ type: 'event', election, atUs: machineUs(), event }),
          write: ({ leadership, token }) =>
            options.resource.write({
              election: nameOf(setup, election),
              by: setup.process,
              leadership,
              ...(token !== undefined && { token }),
              sentAtUs: machineUs(),
            }),
          classify: (error) => options.adapter.classifyError?.(error) ?? classifyRedisError(error),
        },
      });
    },
    stop: () => driver?.stop(),
  };
}

function environmentOf(options: HostedCandidateOptions, tap: ArmedMessages): CandidateEnvironment<'redis'> {
  const { setup, election, clock } = options;
  const redis = createRedisPort({
    ...setup.store,
    // The ledger reads the author of a command from this name.
    clientName: `${setup.process}@e${election}`,
    timeoutMs: options.timeoutMs,
    tap,
  });
  return {
    id: setup.plan.id,
    incarnation: setup.incarnation,
    rank: setup.rank,
    election: nameOf(setup, election),
    peers: setup.peers,
    leaseTtlMs: setup.leaseTtlMs,
    clock,
    random: seededRandom(setup.seed, election, setup.process),
    disk: new HostDisk(join(setup.diskFolder, String(election))),
    endpoints: [setup.store],
    log: (text) => options.send({ type: 'log', text: `${setup.process} in election ${election}: ${text}` }),
    redis,
    redisMembers: [redis],
  };
}

function nameOf(setup: HostSetup, election: number): string {
  const name = setup.elections[election];
  if (name === undefined)
    throw new RangeError(`there is no election ${election} in a batch of ${setup.elections.length}`);
  return name;
}

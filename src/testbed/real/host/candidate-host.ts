/**
 * The program of a candidate host: one candidate in one incarnation, a process of its own, so that a pause is a
 * SIGSTOP, a crash a SIGKILL, and a client library that throws from a socket handler takes nobody else down.
 */
import { loadAdapter } from '../../../load-adapter.ts';
import { machineUs } from '../machine-clock.ts';
import { HostClock } from './host-clock.ts';
import { hostCandidate, type HostedCandidate } from './hosted-candidate.ts';
import { isToHost, type FromHost, type HostSetup, type ToHost } from './protocol.ts';
import { ResourceClient } from './resource-client.ts';
import { startStallTicker } from './stall-ticker.ts';

const clock = new HostClock(0);
let candidates: readonly HostedCandidate[] = [];
let stopTicker: () => void = () => undefined;

function send(message: FromHost): void {
  if (process.connected) process.send?.(message);
}

async function prepare(setup: HostSetup): Promise<void> {
  clock.stepWall(setup.plan.wallOffsetMs ?? 0);
  const adapter = await loadAdapter(new URL(setup.adapterUrl));
  const claims = adapter.claims({ leaseTtlMs: setup.leaseTtlMs });
  const timeoutMs = claims.timing.requestTimeoutMs;
  // A write is worth waiting for as long as a lease lives; what comes later is an answer to nobody.
  const resource = new ResourceClient(setup.resource, setup.leaseTtlMs);
  candidates = setup.elections.map((_name, election) =>
    hostCandidate({ adapter, setup, election, clock, resource, timeoutMs, send }),
  );
  send({ type: 'ready', claims });
}

function join(startUs: number): void {
  stopTicker = startStallTicker((fromUs, toUs) => send({ type: 'stall', fromUs, toUs }));
  for (const candidate of candidates) candidate.start((machineUs() - startUs) / 1000);
}

function stop(): void {
  stopTicker();
  for (const candidate of candidates) candidate.stop();
  send({ type: 'stopped' });
}

function handle(message: ToHost): void {
  switch (message.type) {
    case 'setup':
      prepare(message).catch((error: unknown) => {
        send({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
      });
      return;
    case 'join':
      join(message.startUs);
      return;
    case 'wall-step':
      clock.stepWall(message.stepMs);
      send({ type: 'wall-stepped', atUs: machineUs() });
      return;
    case 'arm':
      candidates[message.election]?.messages.arm(message);
      return;
    case 'disarm':
      for (const candidate of candidates) candidate.messages.disarm();
      return;
    case 'stop':
      stop();
  }
}

/** What the adapter or its client lets escape kills the process, as it would kill the user's. */
function die(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message: FromHost = { type: 'dying', reason: reason.slice(0, 2000) };
  const end = (): void => process.exit(1);
  if (process.connected && process.send !== undefined) process.send(message, end);
  else end();
}

process.on('message', (message) => {
  if (isToHost(message)) handle(message);
});
process.on('uncaughtException', die);
process.on('unhandledRejection', die);
process.on('disconnect', () => process.exit(0));
// A Ctrl-C at a terminal goes to the whole group; the runner decides when a host ends.
process.on('SIGINT', () => undefined);

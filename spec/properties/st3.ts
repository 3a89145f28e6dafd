import { leaseLongestUs } from '../bounds.ts';
import { earliest, latest } from '../history.ts';
import type { HistoryHeader, Micros } from '../history.ts';
import { leaseLives, stepsBetween, storePromiseReads } from '../lease-life.ts';
import type { LeaseLife } from '../lease-life.ts';
import { moment, seconds, span, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { storeRecordOf } from '../store-record.ts';
import type { StoreRecord } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** ExpiryInTime: the store's own promise. A restart of the store may grant the full term again. */
export const st3: Property = {
  id: 'ST3',
  title: 'The store frees what is not renewed in time',
  formula: 'not renewed after a => gone by max(a, last restart or leader change of the store) + (T + J-)/(1-rho_s) + G',
  kind: 'always',
  sources: ['etcd-io/etcd #14019, #20273', 'valkey-io/valkey #4345'],
  usualCause:
    'The store kept a record beyond its lifetime: its clock stands still or was set back, or it is overloaded. A failover that took longer is not the fault of the implementation.',
  reads: storePromiseReads,
  needsLedger: true,
  claimed: () => true,
  start: (context) => {
    const record = storeRecordOf(context);
    return judgeAtEnd([record], (endUs) => {
      const tally = new Tally();
      const evidence = { record, restarts: restartsOf(record), endUs, header: context.header };
      for (const tenure of record.tenures()) {
        for (const life of leaseLives(tenure)) judge(tally, life, evidence);
      }
      return tally.judgement();
    });
  },
};

interface Evidence {
  readonly record: StoreRecord;
  readonly restarts: Restarts;
  readonly endUs: Micros;
  readonly header: HistoryHeader;
}

interface Restarts {
  /** Latest times at which the store started. */
  readonly startedUs: readonly Micros[];
  /** Earliest times at which the store stopped. */
  readonly stoppedUs: readonly Micros[];
  /** When it stopped for the last time without starting again; Infinity while it is up. */
  readonly downFromUs: Micros;
}

function restartsOf(record: StoreRecord): Restarts {
  const startedUs: Micros[] = [];
  const stoppedUs: Micros[] = [];
  let downFromUs = Infinity;
  for (const { event } of record.entries()) {
    if (event.type === 'store-stopped') {
      downFromUs = earliest(event.at);
      stoppedUs.push(downFromUs);
    }
    if (event.type === 'store-started') {
      startedUs.push(latest(event.at));
      downFromUs = Infinity;
    }
  }
  return { startedUs, stoppedUs, downFromUs };
}

/** Until when the record was certainly there: its next renewal, its end, or as far as the history goes. */
function seenUntil(
  { renewal, tenure }: LeaseLife,
  { endUs, restarts }: Evidence,
): { readonly us: Micros; readonly index: number | undefined } {
  if (renewal !== undefined) return { us: earliest(renewal.event.at), index: renewal.index };
  // Of what was lost nobody knows whether it was there beyond the stop.
  if (tenure.end?.by === 'wiped') {
    const { at } = tenure.end;
    return { us: restarts.stoppedUs.findLast((us) => us <= latest(at)) ?? earliest(at), index: undefined };
  }
  if (tenure.end !== undefined) return { us: earliest(tenure.end.at), index: tenure.end.index };
  return { us: Math.min(endUs, restarts.downFromUs), index: undefined };
}

function judge(tally: Tally, life: LeaseLife, evidence: Evidence): void {
  const { header, record, restarts } = evidence;
  const seen = seenUntil(life, evidence);
  const writtenUs = latest(life.write.event.at);
  const restartedUs = restarts.startedUs.findLast((us) => us > writtenUs && us <= seen.us) ?? writtenUs;
  // A grant that replaced an expired record says nothing about when that one went.
  if (life.renewal === undefined && life.tenure.end?.by === 'replaced') return;
  const { backwardUs } = stepsBetween(record.steps, earliest(life.write.event.at), seen.us);
  const goneByUs = restartedUs + leaseLongestUs(life.leaseUs, header.store, backwardUs) + header.uncertaintyUs;
  if (seen.us <= goneByUs) {
    if (seen.index !== undefined) tally.judged += 1;
    return;
  }
  tally.violated(witness, life, seen, goneByUs);
}

function witness(
  { write, leaseUs }: LeaseLife,
  seen: { readonly us: Micros; readonly index: number | undefined },
  goneByUs: Micros,
): Witness {
  const { event, index } = write;
  return {
    sentence: `The record of ${event.holder}${withNumber(event)}, last written ${moment(event.at)} with a lease of ${span(leaseUs)}, should have been gone by ${seconds(goneByUs)} and was still there at ${seconds(seen.us)}.`,
    events: seen.index === undefined ? [index] : [index, seen.index],
    steps: [
      `The store accepts a lease of ${span(leaseUs)} for ${event.holder}.`,
      ...(seen.index === undefined ? [] : [`The record is still there at ${seconds(seen.us)}.`]),
    ],
    fromUs: goneByUs,
    toUs: seen.us,
  };
}

/** A plan in prose: who takes part, what they do, what trouble comes when, how it ends. */
import { faults } from '../../../spec/faults.ts';
import type { Anchor, CandidatePlan, Endings, Fault, Plan, Target } from '../../plan/plan.ts';
import { counted } from './quantities.ts';

/** Sentences in the order in which the plan unfolds. */
export function describePlan(plan: Plan): readonly string[] {
  const { endings } = plan;
  return [
    `${counted(plan.candidates.length, 'candidate', 'candidates')} with a lease of ${milliseconds(plan.leaseTtlMs)}; messages take ${delay(plan.networkDelayUs)} each way where links are simulated.`,
    ...describeWorkload(plan),
    ...plan.candidates.flatMap(describeCandidate),
    ...(plan.faults.length === 0 ? ['No faults.'] : plan.faults.map(describeFault)),
    describeEndings(endings),
  ];
}

function delay({ min, max }: Plan['networkDelayUs']): string {
  return min === max ? `${min / 1_000} ms` : `${min / 1_000} to ${max / 1_000} ms`;
}

function describeWorkload({ workload: { writeEveryMs, observeEveryMs }, resource }: Plan): readonly string[] {
  const sentences: string[] = [];
  if (writeEveryMs > 0) {
    const answer = resource === 'enforcing' ? 'refuses writes with an outdated token' : 'applies every write';
    sentences.push(
      `While it believes that it leads, a candidate writes to the protected resource every ${milliseconds(writeEveryMs)}; the resource ${answer}.`,
    );
  }
  if (observeEveryMs > 0) sentences.push(`Each candidate is asked who leads every ${milliseconds(observeEveryMs)}.`);
  return sentences;
}

function describeEndings({ healAtMs, degradeAtMs, degraded, endMs }: Endings): string {
  const end = milliseconds(endMs);
  const healed = healAtMs < endMs ? `At ${milliseconds(healAtMs)} everything is healed` : 'Nothing is healed';
  if (degraded === undefined) return `${healed}; the history ends at ${end}.`;
  const { candidate, kind } = degraded;
  return `${healed}; from ${milliseconds(degradeAtMs)} to the end at ${end} candidate ${candidate} is cut off for good (${faults[kind].sentence}).`;
}

function describeCandidate(candidate: CandidatePlan): readonly string[] {
  const parts: string[] = [];
  if (candidate.joinMs > 0) parts.push(`joins at ${milliseconds(candidate.joinMs)}`);
  if (candidate.leaseTtlMs !== undefined) parts.push(`has a lease of its own of ${milliseconds(candidate.leaseTtlMs)}`);
  if (candidate.wallOffsetMs !== undefined && candidate.wallOffsetMs !== 0)
    parts.push(`has a wall clock off by ${milliseconds(candidate.wallOffsetMs)}`);
  if (candidate.clockRatePpm !== undefined && candidate.clockRatePpm !== 0)
    parts.push(`has clocks off by ${candidate.clockRatePpm} ppm`);
  if (candidate.holdMs !== undefined) parts.push(`resigns after leading for ${milliseconds(candidate.holdMs)}`);
  if (candidate.restMs > 0) parts.push(`rests ${milliseconds(candidate.restMs)} between campaigns`);
  if (candidate.cancelAfterMs !== undefined)
    parts.push(`gives a campaign up after ${milliseconds(candidate.cancelAfterMs)}`);
  if (candidate.leaveMs !== undefined) parts.push(`leaves for good at ${milliseconds(candidate.leaveMs)}`);
  return parts.length === 0 ? [] : [`Candidate ${candidate.id} ${parts.join(', ')}.`];
}

function describeFault(fault: Fault, index: number): string {
  const { sentence, instantaneous } = faults[fault.kind];
  const duration = instantaneous || fault.forMs === 0 ? '' : `, for ${milliseconds(fault.forMs)}`;
  const message = fault.message === undefined ? '' : `, ${ordinal(fault.message.nth)} ${fault.message.leg}`;
  const amount = fault.amount === undefined ? '' : `, amount ${fault.amount}`;
  return `Fault ${index + 1}, ${fault.kind}: ${whenOf(fault.anchor, fault.afterMs)}, on ${targetName(fault)}${message}${amount}${duration}: ${sentence}.`;
}

function whenOf(anchor: Anchor, afterMs: number): string {
  if ('atMs' in anchor) return `at ${milliseconds(anchor.atMs + afterMs)}`;
  const event = `the ${ordinal(anchor.nth)} ${anchor.event}`;
  return afterMs === 0 ? `at ${event}` : `${milliseconds(afterMs)} after ${event}`;
}

function targetName({ target, member }: Fault): string {
  if (target === 'store') return member === undefined ? 'the store' : `member ${member} of the store`;
  const whose = candidateName(target);
  return member === undefined ? whose : `${whose} and member ${member} of the store`;
}

function candidateName(target: Exclude<Target, 'store'>): string {
  if (target.startsWith('candidate:')) return `candidate ${target.slice('candidate:'.length)}`;
  return target === 'waiter' ? 'a waiting candidate' : `the ${target.replace('-', ' ')}`;
}

function ordinal(nth: number): string {
  const lastTwo = nth % 100;
  const suffix = lastTwo >= 11 && lastTwo <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][nth % 10] ?? 'th');
  return `${nth}${suffix}`;
}

function milliseconds(ms: number): string {
  return Math.abs(ms) < 1_000 ? `${ms} ms` : `${Number((ms / 1_000).toFixed(3))} s`;
}

/** Each mistake that the lint knows: how grave it is, which promises it breaks, and what to do about it. */
import type { PropertyId } from '../../../spec/property.ts';
import type { LintCode, LintFinding } from './lint-report.ts';

export interface LintRule {
  readonly severity: LintFinding['severity'];
  /** A deviation that declares one of these promises broken declares the mistake too. */
  readonly breaks: readonly PropertyId[];
  /** With this mistake the verdicts of a search would be about the mistake, not about the implementation. */
  readonly endsRun: boolean;
  readonly next: string;
}

function error(next: string, breaks: readonly PropertyId[] = []): LintRule {
  return { severity: 'error', breaks, endsRun: false, next };
}

function fatal(next: string): LintRule {
  return { severity: 'error', breaks: [], endsRun: true, next };
}

function warning(next: string, breaks: readonly PropertyId[] = []): LintRule {
  return { severity: 'warning', breaks, endsRun: false, next };
}

export const lintRules: Readonly<Record<LintCode, LintRule>> = {
  'LINT-PLATFORM': fatal(
    'Use environment.clock, environment.random, environment.disk and the port of the environment; code that is not yours to change can ask for globals: "virtual".',
  ),
  'LINT-CRASH': error(
    'Catch the error where it arises: in a real process an unhandled rejection is the end of the candidate.',
  ),
  'LINT-CREATE-FAILS': fatal(
    'Look at createCandidate: it must resolve without asking the store for anything that may fail.',
  ),
  'LINT-CANDIDATE-SHAPE': fatal(
    'A candidate has campaign() or start(), and resign() and close(); isLeader() and leader() are optional.',
  ),
  'LINT-LEADERSHIP-SHAPE': fatal(
    'campaign() settles with { lost, token?, term? }: lost is an AbortSignal, token and term are bigints. elected() of start() takes { token?, term? }.',
  ),
  'LINT-LEADER-SHAPE': error(
    'leader() resolves to { holder, token?, term? } with the name of a candidate and bigints, or to undefined where nobody is seen to lead.',
    [],
  ),
  'LINT-IS-LEADER-SHAPE': error('isLeader() answers true or false, or a promise of one of them.', ['S8']),
  'LINT-ELECTED-TWICE': error('Report elected once for each leadership, and lost before the next one.', ['W3', 'S8']),
  'LINT-LOST-UNELECTED': error('Report lost only to end a leadership that was reported as elected.', ['W3', 'S8']),
  'LINT-REPORT-AFTER-CLOSE': error(
    'Stop the loop before close() settles, and drop what an acquisition under way still brings.',
    ['W3'],
  ),
  'LINT-LOST-LATE': error('Abort lost (or report it) first, then give up the record, then settle.', ['S7']),
  'LINT-IS-LEADER': error('Answer isLeader() from the very state that the reports come from.', ['S8']),
  'LINT-NO-TOKEN': error('Hand over the token of each leadership, or claim fencing: "none".', ['S2a', 'S2b', 'S3a']),
  'LINT-TOKEN-REUSED': error(
    'Take the token from a counter in the store that is increased in the same step as the grant.',
    ['S1', 'S2a', 'S2b'],
  ),
  'LINT-TOKEN-DOWN': error('Take the token from a counter in the store that nothing resets or lets expire.', [
    'S2a',
    'S2b',
    'W2',
  ]),
  'LINT-CANCEL-IGNORED': error(
    'Once its signal has aborted a campaign rejects; a grant that arrives later is given back first.',
  ),
  'LINT-CANCEL-UNSETTLED': error(
    'Pass the signal on to every sleep and every call of the campaign, and reject when it aborts.',
  ),
  'LINT-GRANT-KEPT': error(
    'Stop renewing, and give the record back, when a campaign was cancelled and before resign() or close() settles.',
    ['S7', 'L5'],
  ),
  'LINT-RESIGN-UNSETTLED': error('resign() settles in every state: not leading, it resolves at once.', ['S7']),
  'LINT-CLOSE-UNSETTLED': error('close() settles in every state; what it waits for must itself be ended by it.'),
  'LINT-GRANTS-THROW': fatal(
    'grants.keys and grants.holder are pure, and answer for every content of the keys, also for none.',
  ),
  'LINT-GRANTS-BLIND': error(
    'Compare grants.keys with the keys that the implementation writes, and grants.holder with what it writes there.',
  ),
  'LINT-GRANTS-NAME': error(
    "grants.holder returns a candidate's id (or id#incarnation): strip what the implementation adds to it.",
  ),
  'LINT-CAMPAIGN-AT-ONCE': warning(
    'Mend the error that is named here; while others lead a campaign waits, and settles only when elected.',
  ),
  'LINT-NOBODY-ELECTED': warning(
    'Look at createCandidate, and at whether campaign ever settles (or start ever reports) when the election is free.',
    ['L1', 'L2', 'L4'],
  ),
  'LINT-NEVER-ELECTED': warning(
    'Look at what keeps it from winning when the election is free: a name, a rank, a wait that never ends.',
    ['L1', 'L2', 'L4'],
  ),
  'LINT-CLAIMS-VALIDITY': warning('Check timing.validityMs and timing.anchor, or do not claim exclusivity: "timed".', [
    'S4',
  ]),
  'LINT-CLAIMS-RENEW': warning('Check timing.renewMs and timing.validityMs.', ['L6']),
  'LINT-CLAIMS-TIMEOUT': warning('Check timing.requestTimeoutMs: every bound of time is derived from it.'),
  'LINT-CLAIMS-TTL': warning('Whole milliseconds: whole seconds are { min: 1000, step: 1000 }.'),
};

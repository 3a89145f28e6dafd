/** From tallies to the verdict of each property, and of the adapter. */
import { properties } from '../../spec/properties.ts';
import type { Claims } from '../../spec/claims.ts';
import type { PropertyId, VerdictWord } from '../../spec/property.ts';
import type { LintReport } from './lint/lint-report.ts';
import type { AdapterResult, PropertyResult } from './run-result.ts';
import { mostFrequent, violationsOf, wordOf, type PropertyTally, type Tally } from './tally.ts';

export interface ResultContext {
  readonly claims: Claims;
  /** False where nothing beside the store records who holds the election. */
  readonly hasLedger: boolean;
  readonly declared: ReadonlySet<PropertyId>;
}

/** One result a property, in the order of the specification. */
export function propertyResults(
  tally: Tally,
  { claims, hasLedger, declared }: ResultContext,
): readonly PropertyResult[] {
  const violations = violationsOf(tally);
  return properties.map((property) => {
    const of = tally.properties[property.id];
    const verdict = wordOf(of);
    const reason = reasonOf(verdict, of);
    return {
      id: property.id,
      claimed: property.claimed(claims) && (hasLedger || !property.needsLedger),
      verdict,
      declared: declared.has(property.id),
      judged: of?.judged ?? 0,
      inconclusive: of?.inconclusive ?? 0,
      violations: violations.get(property.id) ?? 0,
      histories: historiesJudged(of),
      ...(Object.keys(of?.void ?? {}).length === 0 ? {} : { void: of?.void ?? {} }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

/** Those in which the evidence decided; a history without evidence, or beyond what is promised, is none of them. */
function historiesJudged(tally: PropertyTally | undefined): number {
  const { holds = 0, violated = 0, 'store-fault': storeFault = 0 } = tally?.histories ?? {};
  return holds + violated + storeFault;
}

/** Why nobody can tell; what is decided needs no reason. */
function reasonOf(verdict: VerdictWord, tally: PropertyTally | undefined): string | undefined {
  if (verdict === 'holds' || verdict === 'violated' || verdict === 'store-fault') return undefined;
  return verdict === 'vacuous' ? 'nothing ever exercised it' : mostFrequent(tally?.reasons);
}

/** The store's own promises decide whom to blame; they are none of the implementation's. */
const storePromises: ReadonlySet<PropertyId> = new Set(['ST1', 'ST2', 'ST3']);

/** What to tell where no candidate was ever elected, in any history; undefined where one was. */
export function barrenReason(tally: Tally): string | undefined {
  if (tally.histories === 0 || tally.elections > 0) return undefined;
  const error = mostFrequent(tally.errors);
  const why =
    error === undefined
      ? 'No operation failed either: look at createCandidate, and at whether campaign ever settles (or start ever reports).'
      : `What its operations said most often: ${error}`;
  return `no candidate was ever elected in ${tally.histories} histories. ${why}`;
}

/** What the lint holds against the adapter, as a reason; undefined where that is nothing, or declared. */
export function breachOfContract(lint: LintReport | undefined, strict: boolean): string | undefined {
  const errors = (lint?.findings ?? []).filter(
    ({ severity, declared }) => severity === 'error' && (strict || !declared),
  );
  const [first] = errors;
  if (first === undefined) return undefined;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more of its kind)`;
  return `the adapter breaks the contract: ${first.sentence}${more}`;
}

export interface Conclusion {
  readonly verdict: Extract<AdapterResult['verdict'], 'holds' | 'matches' | 'violated' | 'inconclusive'>;
  readonly reason?: string;
}

/**
 * What the properties say about the adapter. `missing` are declared deviations that their stored plans did not show: an
 * adapter that does not behave as it declares is not what it says, and so not certified. `barren` is what to tell where
 * nothing was ever elected.
 */
export function concludeAdapter(
  results: readonly PropertyResult[],
  options: {
    readonly strict: boolean;
    readonly missing: readonly PropertyId[];
    readonly barren: string | undefined;
    readonly isReplay: boolean;
    /** Absent where the adapter was not looked through. */
    readonly lint?: LintReport | undefined;
  },
): Conclusion {
  const own = results.filter(({ id }) => !storePromises.has(id));
  const violated = own.filter((result) => result.verdict === 'violated');
  const barren = options.barren === undefined ? {} : { reason: options.barren };
  const breach = breachOfContract(options.lint, options.strict);
  if (breach !== undefined) return { verdict: 'violated', reason: breach };
  if (options.lint?.unsearchable !== undefined) return { verdict: 'inconclusive', reason: options.lint.unsearchable };
  if (violated.some((result) => options.strict || !result.declared)) return { verdict: 'violated', ...barren };
  if (options.barren !== undefined) return { verdict: 'inconclusive', reason: options.barren };
  if (options.missing.length > 0) {
    const which = options.missing.join(', ');
    return {
      verdict: 'inconclusive',
      reason: `declares that it breaks ${which}, which the stored plan does not show; mend the plan or the declaration`,
    };
  }
  // One stored plan exercises what it was kept for; what it leaves vacuous says nothing.
  const isExercised = options.isReplay && own.some((result) => result.claimed && result.judged > 0);
  const open = own.filter(
    (result) => !isExercised && result.claimed && !['holds', 'violated'].includes(result.verdict),
  );
  if (open.length > 0) {
    const which = open.map(
      ({ id, verdict, reason }) => `${id} is ${verdict}${reason === undefined ? '' : ` (${reason})`}`,
    );
    return { verdict: 'inconclusive', reason: which.join('; ') };
  }
  return { verdict: violated.length > 0 ? 'matches' : 'holds' };
}

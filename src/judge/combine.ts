/**
 * Tallies the verdicts of many histories into one word a property.
 */
import { propertyIds } from '../../spec/property-ids.ts';
import type { PropertyId, Verdict, VerdictWord } from '../../spec/property.ts';

/** One property over many histories. */
export interface Tally {
  readonly property: PropertyId;
  readonly verdict: VerdictWord;
  /** Pieces of evidence, over all histories. */
  readonly judged: number;
  readonly inconclusive: number;
  /** Histories in which it was violated (`violated` alone, not `store-fault`). */
  readonly violations: number;
  /** The most frequent reason where the verdict is not `holds` or `violated`. */
  readonly reason?: string;
}

/** Collects verdicts history by history; `tallies` may be asked at any time. */
export class Combination {
  readonly #entries = new Map<PropertyId, Entry>();

  add(verdicts: readonly Verdict[]): void {
    for (const verdict of verdicts) {
      let entry = this.#entries.get(verdict.property);
      if (entry === undefined) this.#entries.set(verdict.property, (entry = new Entry()));
      entry.add(verdict);
    }
  }

  /** In the order of `propertyIds`; properties without any verdict are left out. */
  tallies(): readonly Tally[] {
    return propertyIds.flatMap((property) => this.#entries.get(property)?.tally(property) ?? []);
  }
}

/** Combines the verdicts of many histories, one list a history. */
export function combine(...histories: readonly (readonly Verdict[])[]): readonly Tally[] {
  const combination = new Combination();
  for (const verdicts of histories) combination.add(verdicts);
  return combination.tallies();
}

class Entry {
  #judged = 0;
  #inconclusive = 0;
  readonly #histories = new Map<VerdictWord, number>();
  readonly #reasons = new Map<string, number>();

  add(verdict: Verdict): void {
    this.#judged += verdict.judged;
    this.#inconclusive += verdict.inconclusive;
    this.#histories.set(verdict.verdict, this.#count(verdict.verdict) + 1);
    if (verdict.reason !== undefined) {
      this.#reasons.set(verdict.reason, (this.#reasons.get(verdict.reason) ?? 0) + 1);
    }
  }

  tally(property: PropertyId): Tally {
    const verdict = this.#word();
    const reason = verdict === 'holds' || verdict === 'violated' ? undefined : this.#mostFrequentReason();
    return {
      property,
      verdict,
      judged: this.#judged,
      inconclusive: this.#inconclusive,
      violations: this.#count('violated'),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  /** The worst word wins; conclusive evidence anywhere wins over histories that had none. */
  #word(): VerdictWord {
    if (this.#count('violated') > 0) return 'violated';
    if (this.#count('store-fault') > 0) return 'store-fault';
    if (this.#judged > 0) return 'holds';
    if (this.#count('inconclusive') > 0) return 'inconclusive';
    return this.#count('vacuous') > 0 ? 'vacuous' : 'not-claimed';
  }

  #count(word: VerdictWord): number {
    return this.#histories.get(word) ?? 0;
  }

  #mostFrequentReason(): string | undefined {
    let most: string | undefined;
    for (const [reason, count] of this.#reasons) {
      if (most === undefined || count > (this.#reasons.get(most) ?? 0)) most = reason;
    }
    return most;
  }
}

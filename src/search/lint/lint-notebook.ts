/** Where the lint writes down what it sees: each mistake once, with its first example and a count. */
import type { PropertyId } from '../../../spec/property.ts';
import { lintRules } from './lint-rules.ts';
import type { LintCode, LintExample, LintFinding, LintReport } from './lint-report.ts';

interface Note {
  readonly code: LintCode;
  readonly sentence: string;
  readonly example: LintExample | undefined;
  times: number;
}

export class LintNotebook {
  readonly #notes = new Map<LintCode, Note>();

  /** Counts the mistake; the first `sentence` stays, since it tells of the example. */
  note(code: LintCode, sentence: () => string, example?: LintExample): void {
    const known = this.#notes.get(code);
    if (known === undefined) this.#notes.set(code, { code, sentence: sentence(), example, times: 1 });
    else known.times += 1;
  }

  /** Strikes out what only repeats `message`: the consequences of a mistake are not mistakes of their own. */
  strikeOut(message: string): void {
    for (const [code, { sentence }] of this.#notes) if (sentence.includes(message)) this.#notes.delete(code);
  }

  report(histories: number, declared: ReadonlySet<PropertyId>): LintReport {
    const notes = [...this.#notes.values()];
    const findings = notes.map(({ code, sentence, example, times }): LintFinding => {
      const { severity, breaks, next } = lintRules[code];
      const isDeclared = breaks.some((property) => declared.has(property));
      return {
        code,
        severity,
        declared: isDeclared,
        sentence,
        next,
        times,
        ...(example === undefined ? {} : { example }),
      };
    });
    const ends = findings.find(({ code }) => lintRules[code].endsRun) ?? withoutElection(findings);
    return {
      histories,
      findings: findings.sort((left, right) => rank(left) - rank(right)),
      ...(ends === undefined ? {} : { unsearchable: ends.sentence }),
    };
  }
}

/** Where every campaign fails at once and nobody is ever elected, a search would only see the same error again. */
function withoutElection(findings: readonly LintFinding[]): LintFinding | undefined {
  const isNobody = findings.some(({ code }) => code === 'LINT-NOBODY-ELECTED');
  const atOnce = findings.find(({ code }) => code === 'LINT-CAMPAIGN-AT-ONCE');
  if (!isNobody || atOnce === undefined) return undefined;
  return { ...atOnce, sentence: `no candidate was ever elected, even without a fault. ${atOnce.sentence}` };
}

function rank({ severity, declared }: LintFinding): number {
  return (severity === 'error' ? 0 : 2) + (declared ? 1 : 0);
}

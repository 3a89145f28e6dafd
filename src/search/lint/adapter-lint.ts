/**
 * The lint of an adapter: a few hundred simulated histories in which nothing goes wrong, so that whatever is odd in them
 * is the adapter's own mistake. It teaches in sentences what a violated property would tell by a long way round.
 */
import type { ElectionAdapter } from '../../adapter.ts';
import type { Plan } from '../../plan/plan.ts';
import { AdapterMistake } from '../../testbed/simulated/adapter-mistake.ts';
import { simulateEach } from '../../testbed/simulated/simulate.ts';
import { lintClaims } from './lint-claims.ts';
import { lintHistory } from './lint-history.ts';
import { LintNotebook } from './lint-notebook.ts';
import { lintPlans } from './lint-plans.ts';
import type { LintReport } from './lint-report.ts';
import { watchAdapter } from './lint-watch.ts';

/** After so many histories without any election the rest would say the same, only slowly. */
const BARREN_HISTORIES = 3;

/** A candidate that was there this often had its chances. */
const CHANCES = 20;

export interface LintOptions {
  /** @defaultValue 200 */
  readonly histories?: number;
  /** Called before each world, for a watchdog. */
  readonly onStart?: (plan: Plan) => void;
}

const HISTORIES_BY_DEFAULT = 200;

/** Runs the histories in this thread, which must be one in which worlds are run. Rejects where Scrutineer itself fails. */
export async function lintAdapter(adapter: ElectionAdapter, options: LintOptions = {}): Promise<LintReport> {
  const { histories = HISTORIES_BY_DEFAULT, onStart } = options;
  const notebook = new LintNotebook();
  lintClaims(adapter, notebook);
  const turnout = new Turnout();
  const plans = function* (): Generator<Plan, void, void> {
    for (const plan of lintPlans(adapter, histories)) {
      if (turnout.elections === 0 && turnout.histories >= BARREN_HISTORIES) return;
      yield plan;
    }
  };
  const watched = watchAdapter(adapter, { notebook, place: () => turnout.histories });
  try {
    await simulateEach(
      watched,
      plans(),
      (history, plan) => {
        turnout.count(plan, lintHistory(history, { plan, place: turnout.histories, notebook }));
      },
      onStart === undefined ? {} : { onStart },
    );
    turnout.judge(notebook);
  } catch (error) {
    // What the store's model does not know is no mistake of the adapter; the search says so where it meets it again.
    if (!(error instanceof AdapterMistake) || error.code === 'store-model') throw error;
    notebook.strikeOut(withoutStop(error.message));
    notebook.note('LINT-PLATFORM', () => error.message);
  }
  return notebook.report(turnout.histories, new Set((adapter.knownDeviations ?? []).map(({ property }) => property)));
}

/** Without the stop at its end. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.+$/, '');
}

/** Who was there, and who was elected. */
class Turnout {
  histories = 0;
  elections = 0;
  readonly #present = new Map<string, number>();
  readonly #elected = new Set<string>();

  count(plan: Plan, elected: ReadonlySet<string>): void {
    this.histories += 1;
    this.elections += elected.size;
    for (const { id } of plan.candidates) this.#present.set(id, (this.#present.get(id) ?? 0) + 1);
    for (const id of elected) this.#elected.add(id);
  }

  judge(notebook: LintNotebook): void {
    if (this.histories === 0) return;
    if (this.elections === 0) {
      notebook.note(
        'LINT-NOBODY-ELECTED',
        () => `Nobody was ever elected in ${this.histories} histories without a fault.`,
      );
      return;
    }
    for (const [id, times] of this.#present) {
      if (times < CHANCES || this.#elected.has(id)) continue;
      notebook.note(
        'LINT-NEVER-ELECTED',
        () =>
          `${id} took part in ${times} histories without a fault, in which others resigned and left, and was never elected.`,
      );
    }
  }
}

/**
 * Holds the typed monitor, the narrow search and the wide one against each other on histories that are too long for brute
 * force. A search that does not come to an end soon says nothing.
 */
import type { EngineAnswer, Limits } from '../../src/checker/engine.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { normalise } from '../../src/checker/normalise/normalise.ts';
import { partition } from '../../src/checker/partition.ts';
import { searchObject } from '../../src/checker/search/object-search.ts';
import { allRules } from '../../src/checker/search/rules.ts';
import type { Subject } from '../../src/checker/subject.ts';
import { historyOf } from './drafted-history.ts';
import { byMonitor, disagreement } from './engines-agree.ts';
import { draftLongerHistory, type GeneratedKind } from './generated-client-history.ts';

export interface LongerAgreement {
  readonly histories: number;
  /** Objects that at least two engines decided, and those of them that are good. */
  readonly objects: number;
  readonly good: number;
  /** What the engines do not agree about, in sentences. */
  readonly mismatches: readonly string[];
}

export function compareLonger(kind: GeneratedKind, firstSeed: number, histories: number): LongerAgreement {
  let [objects, good] = [0, 0];
  const mismatches: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
    for (const subject of subjectsOf(kind, seed)) {
      const answers = answersOf(subject);
      const [first] = answers;
      if (first === undefined || answers.length < 2) continue;
      const truth = first.answer.verdict === 'linearizable';
      objects += 1;
      if (truth) good += 1;
      for (const { engine, answer } of answers) {
        const mismatch = disagreement(engine, subject, truth, answer);
        if (mismatch !== undefined)
          mismatches.push(`${kind.name}, longer, seed ${seed}: ${mismatch} (or ${first.engine})`);
      }
    }
  }
  return { histories, objects, good, mismatches };
}

function subjectsOf(kind: GeneratedKind, seed: number): readonly Subject[] {
  const model = modelNamed(kind.model);
  if (model === undefined) throw new Error(`there is no model ${kind.model}`);
  const history = historyOf(draftLongerHistory(kind, seed), `${kind.name}, longer, seed ${seed}`);
  return partition({ model, initial: undefined, ...normalise(history, model, { failed: 'no-effect' }) });
}

interface Answered {
  readonly engine: string;
  readonly answer: EngineAnswer;
}

/** What the engines say that come to an end. */
function answersOf(subject: Subject): readonly Answered[] {
  const monitored = byMonitor(subject.model, subject);
  const searches: Answered[] = [
    { engine: 'the search', answer: searchObject(subject, soonOver()) },
    { engine: 'the wide search', answer: searchObject(subject, soonOver(), { ...allRules, narrow: false }) },
  ];
  const answers = monitored === undefined ? searches : [{ engine: 'the monitor', answer: monitored }, ...searches];
  return answers.filter(({ answer }) => answer.verdict !== 'unknown');
}

/** Over after a few looks at the clock: by the work done, so that the same seed does the same on every machine. */
function soonOver(): Limits {
  let looks = 0;
  return { bytesMax: 2 ** 26, isOver: () => (looks += 1) > 8 };
}

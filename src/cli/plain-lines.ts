/** Progress where nobody looks, or where the cursor stays where it is: whole lines, few of them. */
import pc from 'picocolors';
import type { CertifyProgress } from '../search/certify-options.ts';
import { isColoured } from './colour.ts';
import { Pace } from './pace.ts';
import {
  beliefsWords,
  historiesWords,
  operationsWords,
  paceWords,
  violationsWords,
  whoWords,
  type PaceWords,
} from './progress-words.ts';
import type { ProgressOptions, ProgressOutput, ProgressView } from './progress-view.ts';

const LINE_EVERY_MS = 10_000;

/** Phases that are worth a line each; those of single plans change too often. */
const OWN_LINE: ReadonlySet<CertifyProgress['phase']> = new Set([
  'lint',
  'deviations',
  'replaying',
  'starting',
  'shrinking',
  'done',
]);

type Paint = (text: string) => string;

/** One line, with everything. `bad` paints violations. */
export function progressLine(progress: CertifyProgress, pace: PaceWords, bad: Paint = (text) => text): string {
  const { phase, faultsActive } = progress;
  const beliefs = beliefsWords(progress);
  const operations = operationsWords(progress, pace);
  const violations = violationsWords(progress);
  return [
    `${whoWords(progress)}: ${phase}`,
    `${historiesWords(progress)} histories`,
    ...(operations.length === 0 ? [] : [`operations ${operations.join(' ')}`]),
    ...(faultsActive.length === 0 ? [] : [`faults ${faultsActive.join(' ')}`]),
    ...(beliefs.length === 0 ? [] : [`leader by ${beliefs.join(' ')}`]),
    violations.length === 0 ? 'no violation' : bad(`violations ${violations.join(' ')}`),
    ...paceWords(pace),
  ].join(', ');
}

export class PlainLines implements ProgressView {
  readonly #output: ProgressOutput;
  readonly #nowMs: () => number;
  readonly #pace: Pace;
  readonly #bad: Paint;
  readonly #stop: () => void;
  #last: CertifyProgress | undefined;
  #shownMs = -Infinity;
  #shownKey = '';

  constructor({ output, nowMs, every, environment }: ProgressOptions) {
    this.#output = output;
    this.#nowMs = nowMs;
    this.#pace = new Pace(nowMs());
    this.#bad = pc.createColors(isColoured(output, environment)).red;
    this.#stop = every(LINE_EVERY_MS / 10, () => this.#tick());
  }

  show(progress: CertifyProgress): void {
    this.#last = progress;
    this.#pace.follow(progress, this.#nowMs());
    const { adapter, testbed, phase, violations } = progress;
    const key = [adapter, testbed, OWN_LINE.has(phase) ? phase : 'searching', ...violations.keys()].join(' ');
    if (key !== this.#shownKey) this.#write(progress);
    this.#shownKey = key;
  }

  clear(): void {
    // Lines stay where they are.
  }

  end(): void {
    this.#stop();
  }

  /** Also where nothing is told for long, somebody may wonder. */
  #tick(): void {
    if (this.#last !== undefined && this.#nowMs() - this.#shownMs >= LINE_EVERY_MS) this.#write(this.#last);
  }

  #write(progress: CertifyProgress): void {
    const nowMs = this.#nowMs();
    this.#shownMs = nowMs;
    this.#output.write(`${progressLine(progress, this.#pace.at(progress, nowMs), this.#bad)}\n`);
  }
}

/** The lines of the live block, fitted to a width. Pure. */
import { cutToWidth, displayWidth } from '../report/terminal/display-width.ts';
import type { CertifyProgress } from '../search/certify-options.ts';
import {
  beliefsWords,
  historiesWords,
  operationsWords,
  paceWords,
  violationsWords,
  whoWords,
  type PaceWords,
} from './progress-words.ts';

export interface BlockSize extends PaceWords {
  /** Columns of a line. */
  readonly width: number;
  readonly linesMax: number;
}

export interface BlockLine {
  readonly text: string;
  readonly tone?: 'heading' | 'trouble' | 'broken';
}

const LABEL_WIDTH = 14;

/** Who, phase, histories, operations, faults, beliefs, violations, time. */
export function blockLines(progress: CertifyProgress, size: BlockSize): readonly BlockLine[] {
  const { phase, faultsActive } = progress;
  const violations = violationsWords(progress);
  const rows: readonly BlockLine[] = [
    { text: cutToWidth(whoWords(progress), size.width), tone: 'heading' },
    ...fitted('phase', [phase], size.width),
    ...fitted('histories', [historiesWords(progress)], size.width),
    ...fitted('operations', operationsWords(progress, size), size.width),
    ...fitted('faults now', faultsActive, size.width).map((line) =>
      faultsActive.length === 0 ? line : { ...line, tone: 'trouble' as const },
    ),
    ...fitted('leader by', beliefsWords(progress), size.width),
    ...fitted('violations', violations.length === 0 ? ['none so far'] : violations, size.width).map((line) =>
      violations.length === 0 ? line : { ...line, tone: 'broken' as const },
    ),
    ...fitted('time', paceWords(size), size.width),
  ];
  return rows.slice(0, size.linesMax);
}

/** Phrases beside their label, broken between phrases where they do not fit. */
function fitted(label: string, phrases: readonly string[], width: number): readonly BlockLine[] {
  const lines: string[] = [];
  let line = `  ${label.padEnd(LABEL_WIDTH - 2)}`;
  let isEmpty = true;
  for (const phrase of phrases.length === 0 ? ['-'] : phrases) {
    if (!isEmpty && displayWidth(line) + 2 + displayWidth(phrase) > width) {
      lines.push(line);
      line = ' '.repeat(LABEL_WIDTH);
      isEmpty = true;
    }
    line += isEmpty ? phrase : `  ${phrase}`;
    isEmpty = false;
  }
  return [...lines, line].map((text) => ({ text: cutToWidth(text, width) }));
}

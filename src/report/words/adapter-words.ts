/** What every report says of an adapter besides its promises: its mistakes, and how far its certificate goes. */
import type { LintFinding } from '../../search/lint/lint-report.ts';
import type { AdapterResult } from '../../search/run-result.ts';
import { counted, moment } from './quantities.ts';
import type { VerdictSign } from './verdict-sign.ts';

/** A mistake of the adapter, ready to be shown. */
export interface LintLine {
  readonly sign: VerdictSign;
  readonly code: string;
  readonly sentence: string;
  /** How often, and where first. */
  readonly seen: string;
  readonly next: string;
  /** It counts against the adapter. */
  readonly isBreach: boolean;
}

/** The mistakes that nobody declared. */
export function lintLines({ lint }: AdapterResult): readonly LintLine[] {
  const findings = (lint?.findings ?? []).filter(({ declared }) => !declared);
  return findings.map((finding) => {
    const isBreach = finding.severity === 'error';
    return {
      sign: isBreach ? { glyph: '✗', word: 'mistake', tone: 'bad' } : { glyph: '!', word: 'warning', tone: 'warning' },
      code: finding.code,
      sentence: finding.sentence,
      seen: seenWords(finding, lint?.histories ?? 0),
      next: finding.next,
      isBreach,
    };
  });
}

function seenWords({ code, times, example }: LintFinding, histories: number): string {
  if (code.startsWith('LINT-CLAIMS')) return 'seen in the claims';
  if (histories === 0) return 'seen before the first history without faults had ended';
  if (example === undefined) return `seen in ${counted(histories, 'history', 'histories')} without faults`;
  const where = `first by ${example.candidate} at ${moment(example.at)} of history ${example.history}`;
  return `seen ${counted(times, 'time', 'times')} in ${counted(histories, 'history', 'histories')} without faults, ${where}`;
}

/** The mistakes that declared deviations are about; undefined where there are none. */
export function declaredLint({ lint }: AdapterResult): string | undefined {
  const codes = (lint?.findings ?? []).filter(({ declared }) => declared).map(({ code }) => code);
  if (codes.length === 0) return undefined;
  return `${counted(codes.length, 'mistake is', 'mistakes are')} what it declares: ${codes.join(', ')}`;
}

/** The level of its certificate and what is missing for the next; undefined where the run gave none. */
export function certificateWords({
  certificate,
  verdict,
}: AdapterResult): { readonly level: string; readonly missing: readonly string[] } | undefined {
  if (certificate === undefined) return undefined;
  const { level, missing } = certificate;
  const none = verdict === 'matches' ? 'no level: it matches its declaration' : 'no level';
  return { level: level === 'none' ? none : `level ${level}`, missing };
}

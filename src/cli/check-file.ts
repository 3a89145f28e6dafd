/** Reads one history, checks what must hold before it can be judged, judges it, and says why it fails. */
import { findBreach, type Breach } from '../checker/assumptions.ts';
import { checkHistory, type CheckLimits } from '../checker/check-history.ts';
import type { CheckResult, HistoryVerdict } from '../checker/check-result.ts';
import type { Explanation } from '../checker/explain/explanation.ts';
import { explain } from '../checker/explain/explain.ts';
import type { AnyModel } from '../checker/model.ts';
import { validateOrders } from '../checker/order-validator.ts';
import type { ClientHistory } from '../history/client-history.ts';
import type { HistoryFormat } from '../history/formats/history-format.ts';
import { readClientHistory } from '../history/formats/read-client-history.ts';
import type { Value } from '../history/value.ts';
import { MalformedInputError } from '../schemas/malformed-input.ts';

export interface CheckFileOptions {
  readonly model: AnyModel;
  readonly format: HistoryFormat | 'auto';
  readonly initial?: Value;
  readonly engine: 'auto' | 'search' | 'monitor';
  readonly failed: 'no-effect' | 'evidence';
  readonly limits: CheckLimits;
  /** Whether an order that was found is replayed by the validator, which shares nothing with the engines. */
  readonly validates?: boolean;
  /** Is handed the history before it is judged. */
  readonly onRead?: (history: ClientHistory) => void;
}

/** What came of one file. */
export interface FileChecked {
  readonly file: string;
  /** `malformed`: it is no history, or breaks an assumption, and so there is no verdict. */
  readonly verdict: HistoryVerdict | 'malformed';
  readonly judged?: Judged;
  readonly problem?: FileProblem;
}

export interface Judged {
  readonly result: CheckResult;
  /** For `not-linearizable`. */
  readonly explanation?: Explanation;
  /** Whether the order was replayed. */
  readonly isValidated?: true;
  /** How long judging took, without reading and explaining. */
  readonly elapsedMs: number;
}

export interface FileProblem {
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** Never throws for what a file contains. */
export function checkFile(file: string, options: CheckFileOptions): FileChecked {
  try {
    return judged(file, options);
  } catch (error) {
    if (!(error instanceof MalformedInputError)) throw error;
    const { line, column = 1 } = error.problem;
    return {
      file,
      verdict: 'malformed',
      problem: {
        ...(line === undefined ? {} : { line, column }),
        message: error.message,
      },
    };
  }
}

function judged(file: string, options: CheckFileOptions): FileChecked {
  const { model, format, initial, engine, failed, limits, onRead } = options;
  const { history } = readClientHistory(file, { format, functions: model.functions });
  const given = initial === undefined ? {} : { initial };
  const breach = findBreach(history, { model, failed, ...given });
  if (breach !== undefined) throw malformedBy(file, breach);
  onRead?.(history);

  const startedAtMs = limits.nowMs();
  const result = checkHistory(history, { model, engine, failed, limits, ...given });
  const elapsedMs = limits.nowMs() - startedAtMs;
  if (options.validates === true) validate(history, result, { model, failed, initial });
  const explanation = explain(history, result, { model, failed, limits, ...given });
  return {
    file,
    verdict: result.verdict,
    judged: {
      result,
      elapsedMs,
      ...(explanation === undefined ? {} : { explanation }),
      ...(options.validates === true && result.orders !== undefined ? { isValidated: true } : {}),
    },
  };
}

/** Throws where the verdict rests on an order that is none: that is a failure of ours, and no verdict. */
function validate(
  history: ClientHistory,
  { orders }: CheckResult,
  { model, failed, initial }: Pick<CheckFileOptions, 'model' | 'failed'> & { readonly initial: Value | undefined },
): void {
  const wrong = orders === undefined ? undefined : validateOrders(history, model, { initial, failed }, orders);
  if (wrong !== undefined) throw new Error(`the order that was found for ${history.source} is none: ${wrong}`);
}

function malformedBy(source: string, { line, entry, expected, found, next }: Breach): MalformedInputError {
  return new MalformedInputError({
    source: entry === undefined ? source : `${source}, entry ${entry}`,
    ...(line === undefined ? {} : { line, column: 1 }),
    field: '',
    expected,
    found,
    next,
  });
}

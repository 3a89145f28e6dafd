/**
 * `scrutineer/checker`: judge the history of clients of a lock, an election, a register or a store, as a library. Read one
 * with `readClientHistory`, or put one together with `ClientHistoryBuilder`; `checkHistory` judges it, `explain` says why.
 */
export { findBreach } from './assumptions.ts';
export type { Assumed, Assumption, Breach } from './assumptions.ts';
export { checkHistory } from './check-history.ts';
export type { CheckLimits, CheckOptions } from './check-history.ts';
export type { CheckResult, EngineName, HistoryVerdict, ObjectFailure, ObjectOrder } from './check-result.ts';
export { explain } from './explain/explain.ts';
export type { ExplainOptions } from './explain/explain.ts';
export type {
  CoreCertainty,
  Explanation,
  PrefixStep,
  Role,
  ShownOperation,
  StuckOperation,
} from './explain/explanation.ts';
export type { AnyModel, Model, ModelOperation } from './model.ts';
export { modelNamed, models } from './models.ts';
export { validateOrders } from './order-validator.ts';
export type { ValidationOptions } from './order-validator.ts';
export {
  FAIL,
  INFO,
  NEVER,
  NONE,
  OK,
  clientFunctions,
  functionOf,
  inputOf,
  outputOf,
  processOf,
} from '../history/client-history.ts';
export type { ClientFunction, ClientHistory, ClientOutcome } from '../history/client-history.ts';
export { ClientHistoryBuilder, functionCode } from '../history/client-history-builder.ts';
export type { BuilderOptions, Completion, Invocation } from '../history/client-history-builder.ts';
export { parseClientHistory, readClientHistory } from '../history/formats/read-client-history.ts';
export type { ReadOptions, ReadResult } from '../history/formats/read-client-history.ts';
export type { HistoryFormat } from '../history/formats/history-format.ts';
export { writeEdn } from '../history/formats/write-edn.ts';
export { writeJsonLines } from '../history/formats/write-json-lines.ts';
export type { Value } from '../history/value.ts';
export { MalformedInputError } from '../schemas/malformed-input.ts';
export type { InputProblem } from '../schemas/malformed-input.ts';

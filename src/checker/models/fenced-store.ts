/**
 * A store guarded by fencing tokens: it accepts a write whose token is not smaller than any that it has accepted, and
 * refuses every other. A refusal is evidence that a larger token was there first.
 */
import { compareTokens, type Token } from '../../../spec/history.ts';
import { fieldOf, sameValue, valueKey, valueText, type Value } from '../../history/value.ts';
import type { Model } from '../model.ts';
import { expectedBut, tokenIn } from './token-value.ts';

/** What was accepted last. */
export interface Accepted {
  readonly token: Token;
  /** Undefined where the write carried none. */
  readonly value: Value | undefined;
}

/** null: nothing has been accepted. */
export type FencedStoreState = Accepted | null;

export const fencedStore: Model<FencedStoreState> = {
  name: 'fenced-store',
  title: 'A store that accepts a write only with a token at least as large as all that it has accepted',
  functions: ['write', 'read'],
  partition: 'key',
  hasOwners: false,
  initial: (value) => {
    if (value === undefined || value === null) return null;
    const accepted = acceptedIn(value);
    if (accepted !== undefined) return accepted;
    throw new RangeError(
      `the model fenced-store begins with null (empty) or with what it accepted last, {"token": "3", "value": 1}; found ${valueText(value)}`,
    );
  },
  step: (state, operation) => {
    if (operation.f !== 'write') return shows(operation.output, state) ? state : undefined;
    const written = acceptedIn(operation.input);
    if (written === undefined) return undefined;
    const isOutdated = state !== null && compareTokens(written.token, state.token) < 0;
    if (isRefusal(operation.output)) return isOutdated ? state : undefined;
    return isOutdated ? undefined : written;
  },
  isReadOnly: ({ f, output }) => f === 'read' || isRefusal(output),
  stateKey: (state) => (state === null ? '' : `${state.token} ${valueKey(state.value)}`),
  progress: (state) => (state === null ? undefined : BigInt(state.token)),
  deadline: ({ f, input, output }) => {
    if (isRefusal(output)) return undefined;
    const shown = acceptedIn(f === 'write' ? input : output);
    return shown === undefined ? undefined : BigInt(shown.token);
  },
  misfit: ({ f, input, output }, outcome) => {
    if (f === 'write') {
      return acceptedIn(input) === undefined
        ? expectedBut('a token to write with, as in {"token": "3"}', input)
        : undefined;
    }
    const isFit = outcome === 'info' || fieldOf(output, 'token') === undefined || tokenIn(output) !== undefined;
    return isFit ? undefined : expectedBut('a token that was accepted, as in {"token": "3"}', output);
  },
  describe: ({ f, input, output }) => {
    if (f === 'read') return `reads ${storedText(output)}`;
    return `${isRefusal(output) ? 'is refused' : 'writes'} ${storedText(input)}`;
  },
  describeState: (state) =>
    state === null ? 'nothing was accepted' : `token ${state.token} was accepted last${withValue(state.value)}`,
};

/** What a failed write is turned into where failures count as evidence. */
export const refusal: Value = { outcome: 'refused' };

/** Whether the store answered a write that it refused it. */
export function isRefusal(output: Value | undefined): boolean {
  return fieldOf(output, 'outcome') === 'refused';
}

/** The token and the value of a write, or of a read that shows both. Undefined for a value alone. */
export function acceptedIn(value: Value | undefined): Accepted | undefined {
  if (fieldOf(value, 'token') === undefined) return undefined;
  const token = tokenIn(value);
  return token === undefined ? undefined : { token, value: fieldOf(value, 'value') };
}

/** Whether a read could return `output` in `state`. It may show the token, the token and the value, or the value alone. */
function shows(output: Value | undefined, state: FencedStoreState): boolean {
  const shown = acceptedIn(output);
  if (shown === undefined) {
    // Nothing, or a value alone, which may be null too.
    if (state === null) return output === undefined || output === null;
    return state.value !== undefined && sameValue(output ?? null, state.value);
  }
  if (state === null || shown.token !== state.token) return false;
  return shown.value === undefined || sameValue(shown.value, state.value ?? null);
}

function storedText(value: Value | undefined): string {
  const stored = acceptedIn(value);
  return stored === undefined ? valueText(value ?? null) : `token ${stored.token}${withValue(stored.value)}`;
}

function withValue(value: Value | undefined): string {
  return value === undefined ? '' : ` with ${valueText(value)}`;
}

/**
 * What a protected resource does with a write, the same on every testbed. An open one applies whatever comes. One that
 * enforces asks the adapter's own resource where the adapter brings one, and keeps to the rule of fencing itself otherwise.
 */
import { compareTokens, type Token } from '../../spec/history.ts';
import type { ProtectedResource } from '../adapter.ts';

export interface ResourceRuleOptions {
  readonly mode: 'enforcing' | 'open';
  /** The adapter's own resource where it brings one. */
  readonly own: ProtectedResource | undefined;
}

export class ResourceRule {
  readonly #options: ResourceRuleOptions;
  #largest: Token | undefined;

  constructor(options: ResourceRuleOptions) {
    this.#options = options;
  }

  decide(token: Token | undefined): 'applied' | 'refused' {
    const { mode, own } = this.#options;
    if (mode === 'open') return 'applied';
    if (own !== undefined) return own.write(token === undefined ? undefined : BigInt(token));
    // Once tokens are in use, a write without one could be anybody's.
    if (token === undefined) return this.#largest === undefined ? 'applied' : 'refused';
    if (this.#largest !== undefined && compareTokens(token, this.#largest) < 0) return 'refused';
    this.#largest = token;
    return 'applied';
  }
}

/** Says in a header that the adapter's own resource decides. */
export function resourceFacts(
  mode: 'enforcing' | 'open',
  bringsResource: boolean,
): { readonly resource: 'enforcing' | 'open'; readonly ownResource?: true } {
  return mode === 'enforcing' && bringsResource ? { resource: mode, ownResource: true } : { resource: mode };
}

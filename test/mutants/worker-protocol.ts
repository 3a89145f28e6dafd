/** What the command and its workers say to each other. Everything is plain data. */
import type { PropertyId } from '../../spec/property.ts';

export type Task =
  | {
      readonly kind: 'hunt';
      readonly url: string;
      readonly baseUrl: string;
      readonly properties: readonly PropertyId[];
      readonly seed: number;
      readonly historiesMax: number;
    }
  | {
      readonly kind: 'acquit';
      readonly url: string;
      /** Whose plans are run. */
      readonly baseUrl: string;
      readonly seed: number;
      readonly histories: number;
    };

export interface Killed {
  readonly kind: 'killed';
  /** Histories to detection. */
  readonly histories: number;
  readonly property: PropertyId;
  /** Of the shrunk plan. */
  readonly faults: number;
  readonly candidates: number;
  /** To find it and to shrink it. */
  readonly elapsedMs: number;
}

export type Outcome =
  | Killed
  | { readonly kind: 'survived' }
  | { readonly kind: 'acquitted'; readonly histories: number }
  | { readonly kind: 'false-alarm'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

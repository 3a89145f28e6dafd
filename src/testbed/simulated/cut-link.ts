import type { FaultKind } from '../../../spec/faults.ts';
import type { Link } from './link.ts';

/** Begins (`by` 1) or ends (`by` -1) a cut of links. */
export function cutLinks(
  links: readonly Link[],
  kind: Extract<FaultKind, 'cut' | 'cut-requests' | 'cut-responses'>,
  by: 1 | -1,
): void {
  for (const link of links) {
    if (kind !== 'cut-responses') link.requests.cuts += by;
    if (kind !== 'cut-requests') link.responses.cuts += by;
  }
}

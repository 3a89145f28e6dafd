import type { FaultKind } from '../../../spec/faults.ts';
import type { CandidateNode } from './candidate-node.ts';

/** Begins (`by` 1) or ends (`by` -1) a cut of a candidate's link to the store. */
export function cutLink(
  node: CandidateNode,
  kind: Extract<FaultKind, 'cut' | 'cut-requests' | 'cut-responses'>,
  by: 1 | -1,
): void {
  if (kind !== 'cut-responses') node.storeLink.requests.cuts += by;
  if (kind !== 'cut-requests') node.storeLink.responses.cuts += by;
}

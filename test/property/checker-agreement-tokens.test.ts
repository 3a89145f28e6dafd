/**
 * Goal: the typed monitors and the general search say of locks and of objects with tokens what the definition says.
 * Method: as in checker-agreement.test.ts; what indeterminate acquisitions got is held against every way to say it.
 */
import { describeAgreement } from '../support/describe-agreement.ts';

describeAgreement([
  'mutex',
  'owner-mutex',
  'reentrant-mutex',
  'fenced-lock',
  'leader-lease',
  'fenced-store',
  'set-once',
  'monotonic-token',
]);

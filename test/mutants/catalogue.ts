/** Every mutant and every benign variant, in the order of the catalogue. */
import { m01 } from './planted/m01.ts';
import { m02 } from './planted/m02.ts';
import { m03 } from './planted/m03.ts';
import { m04 } from './planted/m04.ts';
import { m05 } from './planted/m05.ts';
import { m06 } from './planted/m06.ts';
import { m07 } from './planted/m07.ts';
import { m08 } from './planted/m08.ts';
import { m09 } from './planted/m09.ts';
import { m10 } from './planted/m10.ts';
import { m11 } from './planted/m11.ts';
import { m12 } from './planted/m12.ts';
import { m13 } from './planted/m13.ts';
import { m14 } from './planted/m14.ts';
import { m15 } from './planted/m15.ts';
import { m41 } from './planted/m41.ts';
import { biggerMargin } from './benign/bigger-margin.ts';
import { doubleCheck } from './benign/double-check.ts';
import { doubleResign } from './benign/double-resign.ts';
import { earlyDemotion } from './benign/early-demotion.ts';
import { extraRenewals } from './benign/extra-renewals.ts';
import { gapsByAttempts } from './benign/gaps-by-attempts.ts';
import { herd } from './benign/herd.ts';
import { leaseReads } from './benign/lease-reads.ts';
import { ownResource } from './benign/own-resource.ts';
import { reference } from './benign/reference.ts';
import { slowWaiters } from './benign/slow-waiters.ts';
import { wallClockInTheLog } from './benign/wall-clock-in-the-log.ts';
import type { Mutant, Variant } from './variant.ts';

export const mutants: readonly Mutant[] = [
  m01,
  m02,
  m03,
  m04,
  m05,
  m06,
  m07,
  m08,
  m09,
  m10,
  m11,
  m12,
  m13,
  m14,
  m15,
  m41,
];

export const benignVariants: readonly Variant[] = [
  reference,
  gapsByAttempts,
  biggerMargin,
  earlyDemotion,
  extraRenewals,
  ownResource,
  slowWaiters,
  doubleCheck,
  doubleResign,
  wallClockInTheLog,
  herd,
  leaseReads,
];

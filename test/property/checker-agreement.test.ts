/**
 * Goal: the typed monitors and the general search say of registers, of key-value stores and of locks what the definition
 * says.
 * Method: 50,000 random histories of each model, about half of them good, against brute force. More of them, and other
 * ones: `npm run fuzz`. Objects with tokens: checker-agreement-tokens.test.ts, apart so that both run at once.
 */
import { describeAgreement } from '../support/describe-agreement.ts';

describeAgreement([
  'register',
  'register, repeated values',
  'cas-register',
  'cas-register, repeated values',
  'multi-register',
  'multi-register, one register each',
  'kv',
  'kv, appends',
]);

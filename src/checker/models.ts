/** All models by name, as `--model` names them. */
import type { AnyModel } from './model.ts';
import { casRegister } from './models/cas-register.ts';
import { fencedLock } from './models/fenced-lock.ts';
import { fencedStore } from './models/fenced-store.ts';
import { kv } from './models/kv.ts';
import { leaderLease } from './models/leader-lease.ts';
import { monotonicToken } from './models/monotonic-token.ts';
import { multiRegister } from './models/multi-register.ts';
import { mutex } from './models/mutex.ts';
import { ownerMutex } from './models/owner-mutex.ts';
import { reentrantMutex } from './models/reentrant-mutex.ts';
import { register } from './models/register.ts';
import { setOnce } from './models/set-once.ts';

/** Widened here, once: whoever judges by a model passes its states on without looking into them. */
export const models: readonly AnyModel[] = [
  register,
  casRegister,
  multiRegister,
  kv,
  mutex,
  ownerMutex,
  reentrantMutex,
  fencedLock,
  leaderLease,
  fencedStore,
  setOnce,
  monotonicToken,
];

export function modelNamed(name: string): AnyModel | undefined {
  return models.find((model) => model.name === name);
}

/** Which typed monitors decide which model, fastest first. */
import type { Monitor } from './engine.ts';
import { monitorAnonymousMutex } from './monitors/anonymous-mutex.ts';
import { monitorMultiRegister } from './monitors/multi-register.ts';
import { monitorFencedLock } from './monitors/fenced-lock.ts';
import { monitorFencedStore } from './monitors/fenced-store.ts';
import { monitorMonotonicToken } from './monitors/monotonic-token.ts';
import { monitorMutex } from './monitors/mutex.ts';
import { monitorKv, monitorRegister } from './monitors/register.ts';
import { monitorSetOnce } from './monitors/set-once.ts';

export function monitorsOf(model: string): readonly Monitor[] {
  return monitors[model] ?? [];
}

const monitors: Readonly<Record<string, readonly Monitor[]>> = {
  register: [monitorRegister],
  'cas-register': [monitorRegister],
  kv: [monitorKv],
  mutex: [monitorMutex, monitorAnonymousMutex],
  'owner-mutex': [monitorMutex],
  'fenced-lock': [monitorFencedLock],
  'leader-lease': [monitorFencedLock],
  'monotonic-token': [monitorMonotonicToken],
  'fenced-store': [monitorFencedStore],
  'set-once': [monitorSetOnce],
  'multi-register': [monitorMultiRegister],
};

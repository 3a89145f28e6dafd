/** Which typed monitors decide which model, fastest first. */
import type { Monitor } from './engine.ts';
import { monitorMultiRegister } from './monitors/multi-register.ts';
import { monitorKv, monitorRegister } from './monitors/register.ts';

export function monitorsOf(model: string): readonly Monitor[] {
  return monitors[model] ?? [];
}

const monitors: Readonly<Record<string, readonly Monitor[]>> = {
  register: [monitorRegister],
  'cas-register': [monitorRegister],
  kv: [monitorKv],
  'multi-register': [monitorMultiRegister],
};

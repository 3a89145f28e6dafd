import { CANDIDATE, type Mutant } from '../variant.ts';

export const m41: Mutant = {
  id: 'M41',
  sentence: 'Who leads is remembered for as long as a lease instead of being read each time.',
  base: 'reference',
  properties: ['S5-V4'],
  edits: [
    {
      file: CANDIDATE,
      replace: `    const record = await this.#environment.redis.get(this.#recordKey, this.#limits);
    return record === null ? undefined : parseRecord(record);`,
      by: `    const nowMs = this.#environment.clock.monotonicMs();
    if (this.#seen !== undefined && nowMs < this.#seen.atMs + this.#timing.leaseMs) return this.#seen.view;
    const record = await this.#environment.redis.get(this.#recordKey, this.#limits);
    const view = record === null ? undefined : parseRecord(record);
    this.#seen = { atMs: nowMs, view };
    return view;`,
    },
    {
      file: CANDIDATE,
      replace: `  #closed = false;
`,
      by: `  #closed = false;
  #seen: { readonly atMs: number; readonly view: LeaderView | undefined } | undefined;
`,
    },
  ],
};

import { CANDIDATE, type Variant } from '../variant.ts';

export const leaseReads: Variant = {
  id: 'V41',
  sentence: 'A leader names itself without asking the store, until its deadline.',
  base: 'reference',
  edits: [
    {
      file: CANDIDATE,
      replace: `    const record = await this.#environment.redis.get(this.#recordKey, this.#limits);
    return record === null ? undefined : parseRecord(record);`,
      by: `    const term = this.#term;
    if (term !== undefined && this.#environment.clock.monotonicMs() < term.deadlineMs) return parseRecord(term.record);
    const record = await this.#environment.redis.get(this.#recordKey, this.#limits);
    return record === null ? undefined : parseRecord(record);`,
    },
  ],
};

/** Rows of the table that are no times: what shows them. */
export const elsewhere: readonly { readonly number: number; readonly title: string; readonly shownBy: string }[] = [
  {
    number: 7,
    title: 'typed monitors = general search = brute force',
    shownBy:
      'npm run fuzz (1,000,000 histories a datatype); npx vitest run test/property/checker-agreement (50,000 a datatype)',
  },
  {
    number: 8,
    title: 'planted faults of twelve kinds are caught in histories of 10,000 operations',
    shownBy: 'npx vitest run test/property/planted-faults.test.ts',
  },
  {
    number: 10,
    title: 'every order is replayed by a validator of its own, and every core confirmed by brute force',
    shownBy: 'npx vitest run test/property/corpora.test.ts test/property/cores.test.ts',
  },
  {
    number: 12,
    title: 'four formats are read; EDN and JSON lines are written, and read again',
    shownBy: 'npx vitest run test/property/corpora.test.ts test/property/history-formats.test.ts',
  },
];

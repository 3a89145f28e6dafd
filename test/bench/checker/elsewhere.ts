/** Rows of the table that are no times: what shows them. */
export const elsewhere: readonly { readonly number: number; readonly title: string; readonly shownBy: string }[] = [
  {
    number: 7,
    title: 'monitors = general search = brute force, 50,000 histories a datatype; 1,000,000',
    shownBy: 'npm test (test/property); npm run fuzz',
  },
  { number: 8, title: 'twelve kinds of planted fault are caught', shownBy: 'npm test (test/property)' },
  {
    number: 10,
    title: 'every order is replayed by the validator, every core confirmed',
    shownBy: 'npm test (test/property, test/unit/checker)',
  },
  {
    number: 12,
    title: 'every format is read; EDN and JSON lines are written, and read again',
    shownBy: 'npm test (test/property/corpora.test.ts)',
  },
];

/** Where a reader is on the page, as the hash of its address: `#timeline/2?from=1200000&to=2500000`. A link to a moment can be mailed. */

/** The parts of the page, in the order of its navigation. One is shown at a time. */
export const viewNames = ['verdict', 'violation', 'timeline', 'history', 'timing', 'coverage'] as const;
export type ViewName = (typeof viewNames)[number];

export interface Address {
  readonly view: ViewName;
  /** Which of the exhibits, from 0; in the hash it counts from 1. */
  readonly exhibit: number;
  /** What else the view keeps: a stretch of time, a filter, the event that is selected. */
  readonly query: Readonly<Record<string, string>>;
}

/** Reads a hash, with or without `#`. What it does not know is the verdict: a link that went stale still shows something. */
export function addressOf(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [name, number] = path.split('/', 2);
  const view = viewNames.find((each) => each === name) ?? 'verdict';
  const exhibit = /^[1-9]\d{0,5}$/.test(number ?? '') ? Number(number) - 1 : 0;
  return { view, exhibit, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The hash of an address, with `#`. */
export function hashOf({ view, exhibit, query }: Address): string {
  const words = new URLSearchParams(query).toString();
  return `#${view}${exhibit === 0 ? '' : `/${exhibit + 1}`}${words === '' ? '' : `?${words}`}`;
}

/** Looks through a million events without holding up the page. */

/** Small enough that also a search in words takes less than a frame or two. */
const EVENTS_AT_ONCE = 16_384;
/** Conditions without words take a tenth of the time. */
const CHEAP_AT_ONCE = 131_072;

export interface SliceOptions {
  readonly count: number;
  /** Whether each event costs some work, as a search in words does. */
  readonly isCostly: boolean;
  readonly passes: (position: number) => boolean;
  /** Is told once, with the positions in their order. */
  readonly onDone: (positions: readonly number[]) => void;
}

/** Begins at once; what fits into one slice is done on return. Gives what stops it. */
export function filterInSlices({ count, isCostly, passes, onDone }: SliceOptions): () => void {
  const found: number[] = [];
  const size = isCostly ? EVENTS_AT_ONCE : CHEAP_AT_ONCE;
  let position = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const slice = (): void => {
    const end = Math.min(count, position + size);
    for (; position < end; position += 1) if (passes(position)) found.push(position);
    if (position < count) waiting = setTimeout(slice);
    else onDone(found);
  };
  slice();
  return () => clearTimeout(waiting);
}

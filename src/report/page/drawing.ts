/** What is to be drawn: a history, the part of it that is shown, and how wide. */
import type { History } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';
import type { Stretch, Timeline } from '../timeline.ts';

/** `width` in pixels. */
export interface Drawing {
  readonly history: History;
  readonly timeline: Timeline;
  readonly witness: Witness | undefined;
  readonly view: Stretch;
  readonly width: number;
}

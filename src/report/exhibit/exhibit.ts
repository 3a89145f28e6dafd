/** What the page shows of one stored history, and what it says of the property that was broken in it. */
import type { HistoryHeader } from '../../../spec/history.ts';
import type { Property } from '../../../spec/property.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Counterexample } from '../../search/run-result.ts';
import type { ProcessOutput } from '../../testbed/process-output.ts';
import type { ExhibitStory } from './exhibit-story.ts';

/** What a reader is told about a property. */
export type PropertyText = Pick<Property, 'id' | 'title' | 'formula' | 'kind' | 'sources' | 'usualCause'>;

/** A history that the page shows, with the violation in it or as a sample of what passed. */
export interface Exhibit extends Partial<ExhibitStory> {
  readonly adapter: string;
  readonly testbed: string;
  /** Its witness counts in the events that are shown. Absent for a sample. */
  readonly counterexample?: Counterexample;
  /** The header of its history; absent where that could not be read, and then `missing` says why. */
  readonly header?: HistoryHeader;
  /** How many events were left out to keep the page small. */
  readonly eventsOmitted: number;
  readonly plan?: Plan;
  /** What the candidates' processes printed, where they had any of their own. */
  readonly output?: readonly ProcessOutput[];
  readonly missing?: string;
}

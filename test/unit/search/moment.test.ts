/** What the display of a search shows of a history that passed in virtual time. */
import { expect, test } from 'vitest';
import type { History, HistoryEvent } from '../../../spec/history.ts';
import { troubledMoment } from '../../../src/search/moment.ts';
import { header } from '../judge/history-fixture.ts';

function historyOf(...events: readonly HistoryEvent[]): History {
  return { header, events };
}

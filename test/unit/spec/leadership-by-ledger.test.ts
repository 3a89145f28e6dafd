// Goal: an answer that names a holder without a number is read so that it counts against nobody unless every reading does.
// Method: small random histories in which holders lead several times. Each is judged without numbers, and beside that once
// for every way of giving a number to each answer; it must be right without numbers exactly where some way is right.
import { expect, test } from 'vitest';
import { candidateOf } from '../../../spec/history.ts';
import { Draw } from '../../support/draw.ts';
import { historyOf, type HistoryBuilder } from '../../golden/build-history.ts';
import { judged } from '../../golden/judged.ts';

interface Tenure {
  readonly holder: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Somebody is elected, or is told who leads; undefined: nobody does. */
interface Answer {
  readonly kind: 'elected' | 'told';
  readonly holder: string | undefined;
  readonly askedMs: number;
  readonly atMs: number;
  /** When it resigns after it was elected, and when that is done. */
  readonly resigns?: readonly [number, number];
}

interface Course {
  readonly tenures: readonly Tenure[];
  readonly answers: readonly Answer[];
}

const HOLDERS = ['a#0', 'b#0'];

function courseOf(seed: number): Course {
  const draw = new Draw(seed);
  const tenures: Tenure[] = [];
  let atMs = 100;
  for (let count = 2 + draw.below(3); count > 0; count -= 1) {
    const fromMs = atMs + 1 + draw.below(20);
    const toMs = fromMs + 5 + draw.below(30);
    tenures.push({ holder: draw.pick(HOLDERS), fromMs, toMs });
    atMs = toMs;
  }
  const answers: Answer[] = [];
  for (const { holder, fromMs, toMs } of tenures) {
    if (draw.chance(0.4)) continue;
    const heardMs = fromMs + draw.below(toMs - fromMs + 10);
    const elected = { kind: 'elected', holder, askedMs: fromMs - 5, atMs: heardMs } as const;
    const isResigning = heardMs + 1 < toMs && draw.chance(0.6);
    const from = heardMs + 1 + draw.below(toMs - heardMs);
    answers.push(isResigning ? { ...elected, resigns: [from, Math.max(from, toMs) + draw.below(6)] } : elected);
  }
  for (let count = 2 + draw.below(3); count > 0; count -= 1) {
    const askedMs = 95 + draw.below(atMs - 70);
    const holder = draw.chance(0.3) ? undefined : draw.pick(HOLDERS);
    answers.push({ kind: 'told', holder, askedMs, atMs: askedMs + draw.below(15) });
  }
  return { tenures, answers };
}

/** The history, with the numbers that answers are given; without any, grants have none either. */
function played({ tenures, answers }: Course, numbers?: readonly (number | undefined)[]): HistoryBuilder {
  const history = historyOf();
  tenures.forEach(({ holder, fromMs, toMs }, place) => {
    history.granted(fromMs, holder, numbers === undefined ? {} : { token: place + 1 }).expired(toMs);
  });
  answers.forEach(({ kind, holder, askedMs, atMs, resigns }, place) => {
    const token = numbers?.[place];
    if (kind === 'elected') {
      // Each time in another incarnation: any of them may go on with the record of an earlier one.
      const who = `${candidateOf(holder ?? '')}#${place}`;
      history.campaigns(askedMs, who).elected(atMs, who, token);
      if (resigns !== undefined) history.invoked(resigns[0], who, 'resign').ended(resigns[1], who, 'resign');
      return;
    }
    const number = token === undefined ? {} : { token: String(token) };
    // Each observer asks once, so that only real time says which answer came first.
    const who = `observer${place}#0`;
    history.invoked(askedMs, who, 'leader');
    history.ended(atMs, who, 'leader', 'ok', holder === undefined ? {} : { holder, ...number });
  });
  return history;
}

/** Every way of giving each answer the number of a tenure of its holder: elections, of one that was there meanwhile. */
function readings({ tenures, answers }: Course): readonly (readonly (number | undefined)[])[] {
  let all: readonly (readonly (number | undefined)[])[] = [[]];
  for (const { kind, holder, askedMs, atMs } of answers) {
    const may = tenures.flatMap((tenure, place) => {
      const wasThere = tenure.fromMs <= atMs && tenure.toMs >= askedMs;
      return tenure.holder === holder && (kind === 'told' || wasThere) ? place + 1 : [];
    });
    const numbers = holder === undefined ? [undefined] : may;
    all = all.flatMap((reading) => numbers.map((number) => [...reading, number]));
  }
  return all;
}

test('without numbers a history is right exactly where some reading of it is', () => {
  const found = { right: 0, wrong: 0, ambiguous: 0 };
  for (let seed = 1; seed <= 1500; seed += 1) {
    const course = courseOf(seed);
    const ways = readings(course);
    if (ways.length === 0) continue;
    if (ways.length > 1) found.ambiguous += 1;
    const isRight = judged('S5-V4', played(course).build(1000)).witness === undefined;
    const some = ways.some((way) => judged('S5-V4', played(course, way).build(1000)).witness === undefined);
    if (isRight !== some)
      expect(JSON.stringify({ seed, isRight, course, ways: ways.length })).toBe(some ? 'right' : 'wrong');
    found[isRight ? 'right' : 'wrong'] += 1;
  }
  expect(found.right).toBeGreaterThan(200);
  expect(found.wrong).toBeGreaterThan(200);
  expect(found.ambiguous).toBeGreaterThan(400);
});

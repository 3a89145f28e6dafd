/** Goal: standstills are read in their widest sense, merged with their grace, and taken out of a stretch exactly. */
import { describe, expect, test } from 'vitest';
import { Standstills, outside } from '../../../spec/standstill.ts';
import type { FaultEvent } from '../../../spec/history.ts';

function pause(type: 'fault-start' | 'fault-stop', at: FaultEvent['at'], on: string, fault = 0): FaultEvent {
  return { at, who: 'nemesis', type, fault, kind: 'pause', intendedUs: 0, on };
}

describe('Standstills', () => {
  test('a pause lasts from its earliest start to its latest stop, and the grace after that', () => {
    const standstills = new Standstills();
    standstills.fault(pause('fault-start', [100, 110], 'a#0'));
    standstills.fault(pause('fault-stop', [200, 220], 'a#0'));
    expect(standstills.of('a#0', 50)).toEqual([{ fromUs: 100, toUs: 270 }]);
    expect(standstills.of('a#1', 50)).toEqual([]);
  });

  test('a pause without an end lasts for ever', () => {
    const standstills = new Standstills();
    standstills.fault(pause('fault-start', 100, 'a#0'));
    expect(standstills.of('a#0', 50)).toEqual([{ fromUs: 100, toUs: Infinity }]);
  });

  test('a pause of a candidate holds for each of its incarnations', () => {
    const standstills = new Standstills();
    standstills.fault(pause('fault-start', 100, 'a'));
    standstills.fault(pause('fault-stop', 200, 'a'));
    expect(standstills.of('a#3', 0)).toEqual([{ fromUs: 100, toUs: 200 }]);
  });

  test('a stall within the grace of a pause prolongs it', () => {
    const standstills = new Standstills();
    standstills.fault(pause('fault-start', 100, 'a#0'));
    standstills.fault(pause('fault-stop', 200, 'a#0'));
    standstills.stall({ at: [90, 230], who: 'a#0', type: 'stall' });
    standstills.stall({ at: [500, 600], who: 'a#0', type: 'stall' });
    expect(standstills.of('a#0', 50)).toEqual([
      { fromUs: 90, toUs: 280 },
      { fromUs: 500, toUs: 650 },
    ]);
  });

  test('other faults are no standstill', () => {
    const standstills = new Standstills();
    standstills.fault({ ...pause('fault-start', 100, 'a#0'), kind: 'clock-rate' });
    expect(standstills.of('a#0', 0)).toEqual([]);
  });
});

describe('outside', () => {
  const whole = { fromUs: 100, toUs: 200 };

  test('nothing taken out', () => {
    expect(outside(whole, [{ fromUs: 10, toUs: 90 }])).toEqual([whole]);
    expect(outside(whole, [{ fromUs: 200, toUs: 290 }])).toEqual([whole]);
  });

  test('the beginning, the middle and the end', () => {
    const standstills = [
      { fromUs: 50, toUs: 110 },
      { fromUs: 130, toUs: 140 },
      { fromUs: 190, toUs: 300 },
    ];
    expect(outside(whole, standstills)).toEqual([
      { fromUs: 110, toUs: 130 },
      { fromUs: 140, toUs: 190 },
    ]);
  });

  test('everything', () => {
    expect(outside(whole, [{ fromUs: 0, toUs: Infinity }])).toEqual([]);
  });
});

/** Draws operations that have no order: an interval each, a row each of those who did them. */
import type { ShownOperation } from '../../checker/explain/explanation.ts';
import { layOut, type DrawnOperation } from '../checked/core-drawing.ts';
import { cut } from '../words/plain-text.ts';
import { LINE, RECT, shape, TEXT, type Drawing, type Shape } from './shapes.ts';

const ROW = 34;
const BAR = 22;
const CHARACTER = 7;
const NAME_MAX = 24;

/** `label`: what it shows, for those who do not see it. */
export function drawOrder(operations: readonly ShownOperation[], label: string): Drawing {
  const wordsOf = ({ does }: ShownOperation, number: number): string => `${number}  ${does}`;
  const { rows, width } = layOut(operations, {
    gap: 14,
    room: (operation, number) => wordsOf(operation, number).length * CHARACTER + 18,
  });
  const left = Math.max(0, ...rows.map(({ process }) => cut(process, NAME_MAX).length)) * 7.6 + 18;
  const right = left + width + 16;
  const bar = ({ operation, number, from, to }: DrawnOperation, y: number): readonly Shape[] => {
    const words = `${wordsOf(operation, number)}${to === undefined ? ' …' : ''}`;
    return [
      shape(RECT, operation.role, [left + from, y, (to ?? width) - from, BAR], operation.did),
      shape(TEXT, operation.role, [left + from + 8, y + 15], words),
    ];
  };
  return {
    width: Math.ceil(right),
    height: rows.length * ROW + 4,
    label,
    shapes: rows.flatMap(({ process, operations: drawn }, row) => {
      const y = row * ROW + (ROW - BAR) / 2;
      return [
        shape(LINE, 'rule', [left, y + BAR / 2, right, y + BAR / 2]),
        shape(TEXT, 'lane-name', [0, y + 15], cut(process, NAME_MAX)),
        ...drawn.flatMap((each) => bar(each, y)),
      ];
    }),
  };
}

/** What each sign of the picture means, drawn with the strokes of the picture itself. */
import { element } from '../dom.ts';
import { paintOutcome } from './paint-operations.ts';
import { onThemeChange, paletteOf } from './palette.ts';
import { Pen } from './pen.ts';

const WIDTH = 26;
const HEIGHT = 14;

type Key = readonly [words: string, paint: (pen: Pen) => void];

const bar =
  (name: 'believed' | 'granted' | 'fault'): Key[1] =>
  (pen) => {
    pen.box(pen.colours[name], 0, 1, WIDTH, 12);
    if (name === 'granted') pen.frame(pen.colours['granted-line'], 0, 1, WIDTH, 12);
  };

const keys: readonly Key[] = [
  ['believes that it leads', bar('believed')],
  [
    'believes, though the store does not name it',
    (pen) => {
      pen.box(pen.hatch(pen.colours.believed, 3, pen.colours.sheet), 0, 1, WIDTH, 12);
      pen.frame(pen.colours.believed, 0, 1, WIDTH, 12);
    },
  ],
  ['named by the store', bar('granted')],
  ['record renewed', (pen) => pen.box(pen.colours['granted-line'], 12, 3, 2, 8)],
  ['write applied', (pen) => pen.disc(pen.colours.ink, 13, 7, 3)],
  ['write refused', (pen) => pen.cross(pen.colours.bad, 13, 7, 3)],
  ['operation: ok', (pen) => paintOutcome(pen, 0, 1, 22, 7)],
  ['fail, no effect', (pen) => paintOutcome(pen, 1, 1, 21, 7)],
  ['info, nobody knows', (pen) => paintOutcome(pen, 2, 1, 21, 7)],
  ['never completes', (pen) => paintOutcome(pen, 3, 1, 24, 7)],
  [
    'many at once: the taller the more, a foot: some fail, a cap: of some nobody knows',
    (pen) => {
      [6, 9, 12, 8, 11, 5].forEach((tall, index) => pen.box(pen.colours.quiet, 5 + index * 3, 14 - tall, 2, tall));
      pen.box(pen.colours.bad, 8, 11, 2, 3);
      pen.box(pen.colours.warning, 14, 5, 2, 3);
    },
  ],
  ['fault', bar('fault')],
  ['stands still or is down', (pen) => pen.box(pen.hatch(pen.colours.stopped, 1), 0, 0, WIDTH, HEIGHT)],
  [
    'promise broken',
    (pen) => {
      pen.box(pen.colours.window, 0, 0, WIDTH, 11, 0.15);
      pen.box(pen.colours.window, 0, 11, WIDTH, 3);
    },
  ],
  [
    'event of a numbered step',
    (pen) => {
      pen.disc(pen.colours.window, 13, 7, 7);
      pen.text(pen.colours['mark-text'], '1', 13, 7, '700 10px', 'center');
    },
  ],
];

/** A list of keys and words; drawn anew when the theme changes. */
export function timelineLegend(): HTMLElement {
  const canvases = keys.map(() => element('canvas', { width: String(WIDTH), 'aria-hidden': 'true' }));
  const paint = (): void => {
    const colours = paletteOf();
    canvases.forEach((canvas, index) => {
      canvas.style.setProperty('width', `${WIDTH}px`);
      keys[index]?.[1](new Pen(canvas, colours, WIDTH, HEIGHT));
    });
  };
  onThemeChange(paint);
  paint();
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    ...keys.map(([words], index) => element('li', {}, canvases[index], words)),
  );
}

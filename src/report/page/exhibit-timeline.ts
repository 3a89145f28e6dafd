/** The picture of a history, with the choice of what to look at, and a legend. */
import type { History } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';
import { seconds } from '../quantities.ts';
import { focusOf, timelineOf } from '../timeline.ts';
import type { Stretch } from '../timeline.ts';
import { element } from './dom.ts';
import { drawTimeline } from './draw-timeline.ts';

const WIDTH_MIN = 640;

/** Drawn anew whenever its width or what to look at changes. `name` tells it from others of the page. */
export function exhibitTimeline(history: History, witness: Witness | undefined, name: string): HTMLElement {
  const timeline = timelineOf(history);
  const whole: Stretch = { fromUs: 0, toUs: timeline.endUs };
  const focus = witness === undefined ? whole : focusOf(history, witness, timeline.endUs);
  let view = focus;
  const canvas = element('div', {
    class: 'scroll picture',
    role: 'region',
    'aria-label': `Timeline of ${name}`,
    tabindex: '0',
  });
  let drawnWidth = 0;
  const draw = (): void => {
    const width = Math.max(WIDTH_MIN, Math.floor(canvas.clientWidth));
    drawnWidth = width;
    canvas.replaceChildren(drawTimeline({ history, timeline, witness, view, width }));
    if (witness !== undefined) scrollTo(canvas, (witness.fromUs + witness.toUs) / 2, view);
  };
  new ResizeObserver(() => {
    if (Math.max(WIDTH_MIN, Math.floor(canvas.clientWidth)) !== drawnWidth) draw();
  }).observe(canvas);
  const look = (wanted: Stretch): void => {
    view = wanted;
    draw();
  };
  const isWhole = focus.fromUs <= whole.fromUs && focus.toUs >= whole.toUs;
  return element(
    'figure',
    { class: 'timeline' },
    witness === undefined || isWhole
      ? undefined
      : choice([
          { name: 'Around the violation', choose: () => look(focus) },
          { name: `Whole history, ${seconds(timeline.endUs)}`, choose: () => look(whole) },
        ]),
    canvas,
    legend(witness !== undefined),
  );
}

/** On a narrow screen the picture is wider than its window: the violation is what should be in it. */
function scrollTo(canvas: HTMLElement, us: number, view: Stretch): void {
  const share = (us - view.fromUs) / Math.max(1, view.toUs - view.fromUs);
  canvas.scrollLeft = share * canvas.scrollWidth - canvas.clientWidth / 2;
}

function choice(options: readonly { readonly name: string; choose(): void }[]): HTMLElement {
  const buttons = options.map(({ name, choose }, index) => {
    const button = element('button', { type: 'button', 'aria-pressed': String(index === 0) }, name);
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      choose();
    });
    return button;
  });
  return element('div', { class: 'choice', role: 'group', 'aria-label': 'Part of the history shown' }, ...buttons);
}

function legend(isViolation: boolean): HTMLElement {
  const entry = (key: string, text: string): HTMLElement =>
    element('li', {}, element('span', { class: `key ${key}`, 'aria-hidden': 'true' }), text);
  return element(
    'figcaption',
    {},
    element(
      'ul',
      { class: 'legend' },
      entry('believed', 'believes that it leads'),
      entry('disputed', 'believes, though the store does not name it'),
      entry('granted', 'named by the store'),
      entry('applied', 'write applied'),
      entry('refused', 'write refused'),
      entry('fault', 'fault'),
      entry('stopped', 'stands still or is down'),
      ...(isViolation ? [entry('window', 'promise broken')] : []),
    ),
  );
}

/** A picture on the page, with a legend of what is in it. */
import type { Picture } from '../exhibit/picture.ts';
import { counted } from '../words/quantities.ts';
import { drawingView } from './drawing-view.ts';
import { element } from './dom.ts';

/** `name` tells it from others of the page: `violation 1`. */
export function pictureView({ drawing, legend, broken, fromUs, toUs, omitted }: Picture, name: string): HTMLElement {
  const frame = drawingView(drawing, `Picture of ${name}`);
  const share = broken === undefined ? 0 : ((broken.fromUs + broken.toUs) / 2 - fromUs) / Math.max(1, toUs - fromUs);
  // On a narrow screen the picture is wider than its frame: the violation is what should be in it.
  new ResizeObserver(() => {
    frame.scrollLeft = share * frame.scrollWidth - frame.clientWidth / 2;
  }).observe(frame);
  return element(
    'figure',
    { class: 'timeline' },
    frame,
    element(
      'figcaption',
      {},
      legendView(legend),
      omitted === 0
        ? undefined
        : element(
            'p',
            { class: 'quiet' },
            `${counted(omitted, 'thing', 'things')} further from the violation not drawn; the timeline has them.`,
          ),
    ),
  );
}

/** What each look means. */
export function legendView(entries: Picture['legend']): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...entries.map(([look, meaning]) =>
      element('li', {}, element('span', { class: `key ${look}`, 'aria-hidden': 'true' }), meaning),
    ),
  );
}

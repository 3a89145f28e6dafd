/** A picture on the page: as wide as there is room, but never too narrow to be read, with a legend of what is in it. */
import type { Picture } from '../picture.ts';
import { counted } from '../quantities.ts';
import { outside } from '../timeline.ts';
import { element } from './dom.ts';
import { drawPicture } from './draw-picture.ts';

/** Below this a picture scrolls inside its own frame. */
const WIDTH_MIN = 640;

/** Drawn anew whenever its width changes. `name` tells it from others of the page: `violation 1`. */
export function pictureView(picture: Picture, name: string): HTMLElement {
  const frame = element('div', {
    class: 'scroll picture',
    role: 'region',
    'aria-label': `Picture of ${name}`,
    tabindex: '0',
  });
  let drawnWidth = 0;
  // The first call comes with the first layout: a view that is hidden has no width yet.
  new ResizeObserver(() => {
    const width = Math.max(WIDTH_MIN, Math.floor(frame.clientWidth));
    if (frame.clientWidth === 0 || width === drawnWidth) return;
    drawnWidth = width;
    frame.replaceChildren(drawPicture(picture, width));
    scrollToViolation(frame, picture);
  }).observe(frame);
  return element(
    'figure',
    { class: 'timeline' },
    frame,
    element(
      'figcaption',
      {},
      legend(picture),
      picture.omitted === 0
        ? undefined
        : element(
            'p',
            { class: 'quiet' },
            `${counted(picture.omitted, 'thing', 'things')} further from the violation not drawn; the timeline has them.`,
          ),
    ),
  );
}

/** On a narrow screen the picture is wider than its frame: the violation is what should be in it. */
function scrollToViolation(frame: HTMLElement, { broken, fromUs, toUs }: Picture): void {
  if (broken === undefined) return;
  const share = ((broken.fromUs + broken.toUs) / 2 - fromUs) / Math.max(1, toUs - fromUs);
  frame.scrollLeft = share * frame.scrollWidth - frame.clientWidth / 2;
}

function legend({ lanes, store, storeDown, bands, broken }: Picture): HTMLElement {
  const writes = lanes.flatMap((lane) => lane.writes);
  const isDisputed =
    store.length > 0 &&
    lanes.some(({ believed, granted }) => believed.some((tenure) => outside(tenure, granted).length > 0));
  const isStopped =
    storeDown.length > 0 ||
    bands.some(({ stopsProcess }) => stopsProcess) ||
    lanes.some(({ down, stalls }) => down.length + stalls.length > 0);
  const entries: readonly (readonly [isThere: boolean, key: string, words: string])[] = [
    [lanes.some(({ believed }) => believed.length > 0), 'believed', 'believes that it leads'],
    [isDisputed, 'disputed', 'believes, though the store does not name it'],
    [store.length > 0, 'granted', 'named by the store'],
    [writes.some(({ outcome }) => outcome === 'applied'), 'applied', 'write applied'],
    [writes.some(({ outcome }) => outcome === 'refused'), 'refused', 'write refused'],
    [bands.length > 0, 'fault', 'fault'],
    [isStopped, 'stopped', 'stands still or is down'],
    [broken !== undefined, 'window', 'promise broken'],
  ];
  return element(
    'ul',
    { class: 'legend' },
    ...entries.map(([isThere, key, words]) =>
      isThere ? element('li', {}, element('span', { class: `key ${key}`, 'aria-hidden': 'true' }), words) : undefined,
    ),
  );
}

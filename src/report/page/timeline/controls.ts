/** The buttons and keys of the timeline. */
import { element } from '../dom.ts';

/** What a reader can ask of the picture. Shares are of what is seen; `by` is 1 for forward and -1 for back. */
export interface Commands {
  pan(share: number): void;
  zoom(factor: number): void;
  whole(): void;
  focus(): void;
  toViolation(by: 1 | -1): void;
  toEvent(by: 1 | -1): void;
  toggleRank(): void;
  open(): void;
  clear(): void;
}

/** One press of a key or button. */
const CLOSER = 0.6;

export interface Controls {
  readonly element: HTMLElement;
  /** Shows how things are: how many violations there are, and whether time goes by rank. */
  update(state: { readonly violations: number; readonly isBroken: boolean; readonly isRank: boolean }): void;
}

/** The buttons, in groups. */
export function controlsFor(commands: Commands): Controls {
  const button = (text: string, press: () => void, name?: string): HTMLButtonElement => {
    const made = element('button', { type: 'button', 'aria-label': name, title: name }, text);
    made.addEventListener('click', press);
    return made;
  };
  const group = (label: string, ...buttons: readonly HTMLElement[]): HTMLElement =>
    element('div', { class: 'time-group', role: 'group', 'aria-label': label }, ...buttons);
  const focus = button('Around the violation', () => commands.focus());
  const rank = button('By rank', () => commands.toggleRank());
  const violations = group(
    'Violations',
    button('Previous violation', () => commands.toViolation(-1)),
    button('Next violation', () => commands.toViolation(1)),
  );
  return {
    element: element(
      'div',
      { class: 'time-controls' },
      group(
        'Zoom',
        button('−', () => commands.zoom(1 / CLOSER), 'Zoom out'),
        button('+', () => commands.zoom(CLOSER), 'Zoom in'),
        button('Everything', () => commands.whole()),
        focus,
      ),
      violations,
      group(
        'Events',
        button('Previous event', () => commands.toEvent(-1)),
        button('Next event', () => commands.toEvent(1)),
      ),
      group('Time', rank),
    ),
    update({ violations: count, isBroken, isRank }) {
      focus.hidden = !isBroken;
      violations.hidden = count < 2;
      rank.setAttribute('aria-pressed', String(isRank));
    },
  };
}

/** What to do for a key, or undefined. `isOnPicture`: the picture has the focus, and so the arrows are its own. */
export function commandFor(key: string, isOnPicture: boolean): ((commands: Commands) => void) | undefined {
  const anywhere: Readonly<Record<string, (commands: Commands) => void>> = {
    '+': (commands) => commands.zoom(CLOSER),
    '=': (commands) => commands.zoom(CLOSER),
    '-': (commands) => commands.zoom(1 / CLOSER),
    '0': (commands) => commands.whole(),
    n: (commands) => commands.toViolation(1),
    p: (commands) => commands.toViolation(-1),
    r: (commands) => commands.toggleRank(),
  };
  const onPicture: Readonly<Record<string, (commands: Commands) => void>> = {
    ArrowLeft: (commands) => commands.pan(-0.15),
    ArrowRight: (commands) => commands.pan(0.15),
    PageUp: (commands) => commands.pan(-0.9),
    PageDown: (commands) => commands.pan(0.9),
    Home: (commands) => commands.pan(-Infinity),
    End: (commands) => commands.pan(Infinity),
    ArrowUp: (commands) => commands.toEvent(-1),
    ArrowDown: (commands) => commands.toEvent(1),
    Enter: (commands) => commands.open(),
    Escape: (commands) => commands.clear(),
  };
  return anywhere[key] ?? (isOnPicture ? onPicture[key] : undefined);
}

/** The same in words. */
export function controlsHelp(): HTMLElement {
  const line = (keys: string, words: string): HTMLElement =>
    element('li', {}, element('strong', {}, keys), ` ${words}`);
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, 'Mouse, fingers and keys'),
    element(
      'ul',
      {},
      line('Drag, Shift + wheel', 'go along in time; on the strip, move the brush, or one of its edges.'),
      line('Ctrl or ⌘ + wheel, two fingers', 'zoom. A wheel alone scrolls the page.'),
      line('Click', 'selects an event; what is under the pointer is said below the picture.'),
      line('+ − 0', 'zoom in, out, show everything.'),
      line('n p', 'next and previous violation.'),
      line('r', 'time by rank: every moment at which something happens has the same room.'),
      line('← → Page Home End', 'go along in time while the picture has the focus.'),
      line('↑ ↓', 'previous and next event.'),
      line('Enter', 'opens the selected event in the history, Esc lets go of it.'),
    ),
  );
}

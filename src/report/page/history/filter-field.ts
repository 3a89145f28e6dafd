/** The field in which a reader says which events to show, what is wrong with it, and examples of this history. */
import type { EventFilter } from '../../events/event-filter.ts';
import { element } from '../dom.ts';
import { filterExamples } from './filter-examples.ts';
import type { ShownHistory } from './shown-history.ts';

const TYPED_AFTER_MS = 150;

export class FilterField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #problems = element('ul', { class: 'problems', id: 'filter-problems', 'aria-live': 'polite' });
  readonly #onChange: (text: string) => void;
  readonly #examples: readonly HTMLButtonElement[];
  #typing: ReturnType<typeof setTimeout> | undefined;

  /** `onChange` is told the text when a reader has stopped typing. */
  constructor(shown: ShownHistory, onChange: (text: string) => void) {
    this.#onChange = onChange;
    this.input = element('input', {
      type: 'text',
      id: 'event-filter',
      placeholder: 'who:b#0 type:info fault:cut !type:ok @12.5-14 words',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': 'filter-problems',
      'aria-keyshortcuts': '/',
    });
    const clear = element('button', { type: 'button' }, 'Clear');
    clear.addEventListener('click', () => this.#set(''));
    this.input.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#change(), TYPED_AFTER_MS);
    });
    const form = element(
      'form',
      { role: 'search', class: 'filter' },
      element('label', { for: 'event-filter' }, 'Filter'),
      this.input,
      clear,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#change();
    });
    const { help, buttons } = filterExamples(shown, (token) => this.#toggle(token));
    this.#examples = buttons;
    this.element = element('div', {}, form, this.#problems, help);
  }

  /** What the address says; nobody is told. */
  show(text: string): void {
    if (this.input.value !== text) this.input.value = text;
    this.#press();
  }

  tell({ problems }: EventFilter): void {
    this.#problems.replaceChildren(
      ...problems.map(({ token, says }) => element('li', {}, element('code', {}, token), ` ${says}`)),
    );
    if (problems.length > 0) this.input.setAttribute('aria-invalid', 'true');
    else this.input.removeAttribute('aria-invalid');
  }

  #change(): void {
    clearTimeout(this.#typing);
    this.#press();
    this.#onChange(this.input.value.trim());
  }

  #set(text: string): void {
    this.input.value = text;
    this.#change();
    this.input.focus();
  }

  /** An example that is in the filter is taken out, another is put in. */
  #toggle(token: string): void {
    const padded = ` ${this.input.value.trim()} `;
    const without = padded.replace(` ${token} `, () => ' ');
    this.input.value = (without === padded ? `${padded}${token}` : without).trim();
    this.#change();
  }

  #press(): void {
    const padded = ` ${this.input.value.trim()} `;
    for (const button of this.#examples)
      button.setAttribute('aria-pressed', String(padded.includes(` ${button.value} `)));
  }
}

/** Light or dark: as the reader's system says until they choose. The choice lasts as long as the page. */
import { element } from './dom.ts';

/** The button that switches between both. */
export function themeButton(): HTMLElement {
  const button = element('button', { type: 'button', class: 'theme' });
  const isDark = (): boolean => {
    const chosen = document.documentElement.dataset['theme'];
    return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  };
  const name = (): void => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Switch to light colours' : 'Switch to dark colours');
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = isDark() ? 'light' : 'dark';
    name();
  });
  name();
  return button;
}

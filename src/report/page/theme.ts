/** Light or dark: as the reader's system says until they choose. The choice lasts as long as the page. */
import { element } from './dom.ts';

/** The button that switches between both. The page has the system's colours from here on. */
export function themeButton(): HTMLElement {
  const button = element('button', { type: 'button', class: 'theme' });
  const system = matchMedia('(prefers-color-scheme: dark)');
  let isChosen = false;
  const show = (isDark: boolean): void => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
    button.textContent = isDark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark ? 'Switch to light colours' : 'Switch to dark colours');
  };
  button.addEventListener('click', () => {
    isChosen = true;
    show(document.documentElement.dataset['theme'] !== 'dark');
  });
  system.addEventListener('change', ({ matches }) => {
    if (!isChosen) show(matches);
  });
  show(system.matches);
  return button;
}

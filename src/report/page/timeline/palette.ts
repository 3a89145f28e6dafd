/** The page's colours for a canvas, which does not know custom properties. */

const names = [
  'sheet',
  'ink',
  'quiet',
  'line',
  'soft',
  'link',
  'bad',
  'warning',
  'believed',
  'believed-text',
  'granted',
  'granted-line',
  'granted-text',
  'fault',
  'fault-text',
  'stopped',
  'window',
  'mark-text',
  'sans',
] as const;

export type Palette = Readonly<Record<(typeof names)[number], string>>;

/** The colours of the theme in force, and its typeface. */
export function paletteOf(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Palette;
}

/** Calls back whenever the theme changes. */
export function onThemeChange(changed: () => void): void {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}

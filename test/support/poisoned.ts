/** Data with something hostile in every string, as an implementation or a store could write it into a history. */

/** Words that the product itself looks up; whatever is read from a file is held to a schema that allows no others. */
const STRUCTURAL = new Set([
  'schema',
  'type',
  'verdict',
  'f',
  'id',
  'property',
  'phase',
  'event',
  'testbed',
  'outcome',
]);
/** Of these, too, `kind` is one of a list; the kind of a store is whatever it says. */
const STORE = 'store';

const MARKUP =
  '</template></script></style></title><img src=x onerror="alert(1);window.owned=1"><script>alert(2);window.owned=1</script><svg onload=alert(3)>';
const VARIANTS: readonly string[] = [
  MARKUP,
  `\u202eevil\u2066\u0000\u0007\u200b${MARKUP}`,
  '\u001b[31mred\u001b]8;;http://evil.example/\u0007link\u001b[2J',
  'javascript:alert(4)//"onmouseover="alert(5)" x=\'',
  '__proto__ constructor ${alert(6)} {{7*7}} `${8}` &lt;b&gt; &#x3c;script&#x3e;',
  '\ud800 \udc00 \u2028 \u2029 \ufeff',
  '::error file=x::owned%0A| a | b |\n# heading\n[x](javascript:alert(9))',
];
const LONG = `${MARKUP}${'x'.repeat(100_000)}`;
/** One string in so many is long; all of them would be a page of gigabytes. */
const LONG_EVERY = 60;

/** The same data, each string with something hostile behind what it says; the same hostility every time. */
export function poisoned<T>(data: T): T {
  let turn = 0;
  const hostile = (): string => {
    turn += 1;
    return turn % LONG_EVERY === 0 ? LONG : (VARIANTS[turn % VARIANTS.length] ?? '');
  };
  const isKept = (key: string, parent: string): boolean =>
    STRUCTURAL.has(key) || (key === 'kind' && parent !== STORE) || (key === '' && parent === 'faults');
  const poison = (value: unknown, key: string, parent: string): unknown => {
    if (typeof value === 'string')
      return isKept(key, parent) || isEnumerated(parent, key) ? value : `${value}${hostile()}`;
    if (Array.isArray(value)) return value.map((entry: unknown) => poison(entry, key, parent));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, content]) => [
      key === 'versions' ? `${name}${hostile()}` : name,
      poison(content, name, key),
    ]);
    return Object.fromEntries(entries);
  };
  // The shape is that of the data; only what its strings say is another.
  return poison(data, '', '') as T;
}

/** Rows and columns of the coverage matrix, and how an event of a plan is anchored, are lists of the specification. */
function isEnumerated(parent: string, key: string): boolean {
  return (
    ['coverage', 'mandatory', 'missed', 'unreachable'].includes(parent) &&
    ['actions', 'faults', 'action', 'fault'].includes(key)
  );
}

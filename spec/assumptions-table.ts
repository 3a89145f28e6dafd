/**
 * The table of assumptions as Markdown: what each kind of fault does to the judging of each property. It is generated
 * from the data, and stands in spec/README.md between two marks.
 */
import { assumptions, conditions, letter, names } from './assumptions.ts';
import { faults, type Circumstance, type FaultKind } from './faults.ts';
import { circumstances } from './history-labels.ts';
import { propertyIds } from './property-ids.ts';
import type { PropertyId } from './property.ts';

/** The marks around the table in spec/README.md. */
export const tableMarks: { readonly begin: string; readonly end: string } = {
  begin: '<!-- generated from spec/assumptions.ts: begin -->\n<!-- prettier-ignore-start -->',
  end: '<!-- prettier-ignore-end -->\n<!-- generated from spec/assumptions.ts: end -->',
};

/** The table, and below it the conditions. */
export function assumptionsMarkdown(): string {
  const groups = propertyGroups();
  const head = groups.map((group) => group.join(' '));
  const rows = faultRows().map(
    ({ title, circumstance }) =>
      `| ${title} | ${groups.map(([first]) => (first === undefined ? '' : letter(first, circumstance))).join(' | ')} |`,
  );
  return [
    `| Fault | ${head.join(' | ')} |`,
    `| --- | ${groups.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
    'Conditions (C), by property and circumstance:',
    '',
    ...conditionLines(),
  ].join('\n');
}

/** `readme` with the table in it brought up to date. Throws where the marks are missing. */
export function withTable(readme: string): string {
  const from = readme.indexOf(tableMarks.begin);
  const to = readme.indexOf(tableMarks.end);
  if (from < 0 || to < from)
    throw new Error(`spec/README.md must contain "${tableMarks.begin}" and "${tableMarks.end}" around its table`);
  return `${readme.slice(0, from + tableMarks.begin.length)}\n\n${assumptionsMarkdown()}\n\n${readme.slice(to)}`;
}

/** Properties with the same letters under every circumstance share a column. */
function propertyGroups(): readonly (readonly PropertyId[])[] {
  const groups = new Map<string, PropertyId[]>();
  for (const property of propertyIds) {
    const key =
      circumstances.map((circumstance) => letter(property, circumstance)).join('') + assumptions[property].per;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [property]);
    else group.push(property);
  }
  return [...groups.values()];
}

interface FaultRow {
  readonly title: string;
  readonly circumstance: Circumstance;
}

/** Pauses, rates and failovers have two rows, as what they do depends on their size, and on whether anything was lost. */
function faultRows(): readonly FaultRow[] {
  const kinds: readonly FaultKind[] = Object.values(faults).map(({ kind }) => kind);
  const rows = kinds.flatMap((kind): readonly FaultRow[] => {
    const { circumstance } = faults[kind];
    if (circumstance === 'pause-bounded') {
      return [
        { title: `\`${kind}\` ≤ P`, circumstance },
        { title: `\`${kind}\` > P`, circumstance: 'pause-unbounded' },
      ];
    }
    if (circumstance === 'rate-bounded') {
      return [
        { title: `\`${kind}\` ≤ ρ`, circumstance },
        { title: `\`${kind}\` > ρ`, circumstance: 'rate-unbounded' },
      ];
    }
    if (circumstance === 'store-failover') {
      return [
        { title: `\`${kind}\`, nothing lost`, circumstance },
        { title: `\`${kind}\`, writes lost`, circumstance: 'store-lossy' },
      ];
    }
    return [{ title: `\`${kind}\``, circumstance }];
  });
  return [...rows, { title: 'of the last three, at a minority of several stores', circumstance: 'store-minority' }];
}

/** Each text once, with the properties and circumstances to which it belongs. */
function conditionLines(): readonly string[] {
  const lines = new Map<string, { properties: Set<PropertyId>; under: Set<Circumstance> }>();
  for (const { property, circumstance, text } of conditions()) {
    const line = lines.get(text) ?? { properties: new Set(), under: new Set() };
    line.properties.add(property);
    line.under.add(circumstance);
    lines.set(text, line);
  }
  return [...lines].map(
    ([text, { properties, under }]) =>
      `- ${[...properties].join(', ')} under ${[...under].map((each) => names[each]).join('; ')}: judged where ${text}.`,
  );
}

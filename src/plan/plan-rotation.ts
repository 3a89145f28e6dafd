/**
 * The order of plans where a plan costs seconds rather than microseconds: every kind of fault and every template comes
 * up in turn, since a few dozen random plans would leave many of them out.
 */
import fc from 'fast-check';
import { faults as descriptions, type FaultKind } from '../../spec/faults.ts';
import { eachKindOnce } from './fault-arbitrary.ts';
import type { PlanSetting } from './plan-setting.ts';
import { usableTemplates } from './plan-arbitrary.ts';
import type { Episode, Template } from './template.ts';

/** Kinds that leave little to be judged beside them; they share their plans. */
const lossy: ReadonlySet<FaultKind> = new Set(['wipe', 'store-wipe', 'store-step', 'store-failover', 'clock-rate']);

const KINDS_A_PLAN = 4;

/** In turn: several kinds at once, a template, another template. An entry for each plan, to be repeated. */
export function troubleInTurn(setting: PlanSetting): readonly fc.Arbitrary<Episode>[] {
  const inTurn = templatesInTurn(usableTemplates(setting)).map(({ template, isFirst }) =>
    template.episode(setting, isFirst ? 'typical' : undefined),
  );
  const groups = kindGroups(setting.kinds).map((kinds) =>
    eachKindOnce(setting, kinds).map((faults): Episode => ({ faults })),
  );
  if (groups.length === 0) return [fc.constant<Episode>({ faults: [] }), ...inTurn];
  return inTurn.flatMap((template, index) =>
    index % 2 === 0 ? [...groupAt(groups, index / 2), template] : [template],
  );
}

function groupAt<T>(groups: readonly T[], index: number): readonly T[] {
  const at = index % groups.length;
  return groups.slice(at, at + 1);
}

/** The lossy kinds come last; what restarts the store comes first, since it cannot be stopped while it is down already. */
function kindGroups(kinds: readonly FaultKind[]): readonly (readonly FaultKind[])[] {
  const place = (kind: FaultKind): number => (lossy.has(kind) ? 2 : descriptions[kind].scope === 'store' ? 0 : 1);
  const ordered = kinds.toSorted((left, right) => place(left) - place(right));
  const count = Math.ceil(ordered.length / KINDS_A_PLAN);
  return Array.from({ length: count }, (_, index) => ordered.slice(index * KINDS_A_PLAN, (index + 1) * KINDS_A_PLAN));
}

/** Each template as often as it weighs, spread evenly, the heavy ones first. */
function templatesInTurn(
  templates: readonly Template[],
): readonly { readonly template: Template; readonly isFirst: boolean }[] {
  return templates
    .flatMap((template) =>
      Array.from({ length: template.weight }, (_, k) => ({
        template,
        isFirst: k === 0,
        turn: (k + 0.5) / template.weight,
      })),
    )
    .sort((left, right) => left.turn - right.turn);
}

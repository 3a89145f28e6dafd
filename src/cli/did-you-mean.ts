/** The nearest of what there is to what was typed. */

/** A slip of the fingers, not another word: so many edits a name of this length. */
function editsMax(length: number): number {
  return Math.max(1, Math.floor(length / 4));
}

/** ` Did you mean "redis-lease"?`, with a space before it; empty where nothing is near. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}

function nearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of names) {
    const edits = name === wanted || isBeginning(wanted, name, names) ? 0 : distance(wanted, name.toLowerCase());
    if (edits <= editsMax(name.length) && edits < (best?.edits ?? Infinity)) best = { name, edits };
  }
  return best?.name;
}

/** `store-f` means `store-failover`, where nothing else begins so. */
function isBeginning(typed: string, name: string, names: readonly string[]): boolean {
  return typed.length >= 3 && name.startsWith(typed) && names.filter((other) => other.startsWith(typed)).length === 1;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
function distance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_none, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] ?? Infinity) + 1 : Infinity,
        ),
      );
    }
    [before, previous] = [previous, current];
  }
  return previous[right.length] ?? 0;
}

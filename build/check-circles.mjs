/** Finds files that import each other, in a circle of any length; importing only types counts as well. */

/**
 * `imports` maps each file to those that it imports. Gives the files of each circle: the strongly connected components
 * with more than one file (Tarjan, "Depth-first search and linear graph algorithms", 1972).
 */
export function circles(imports) {
  const found = [];
  const order = new Map();
  const lowest = new Map();
  const stack = [];
  const visit = (file) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file));
    const place = stack.push(file) - 1;
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(file, Math.min(lowest.get(file), lowest.get(next)));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const component = stack.splice(place);
    if (component.length > 1) found.push(component);
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

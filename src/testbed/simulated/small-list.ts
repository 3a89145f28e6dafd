/**
 * Takes an element out of a list of a few, and keeps the order of the others. A `Set` that is always nearly empty costs
 * several times as much. False when it is not in the list.
 */
export function removeFrom<T>(list: T[], element: T): boolean {
  const last = list.length - 1;
  if (last < 0) return false;
  if (list[last] === element) {
    list.pop();
    return true;
  }
  const place = list.indexOf(element);
  if (place < 0) return false;
  list.splice(place, 1);
  return true;
}

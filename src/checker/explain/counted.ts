/** `1 operation`, `20,000 operations`. */
export function counted(amount: number, one: string): string {
  const digits = String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${digits} ${one}${amount === 1 ? '' : 's'}`;
}

/** Numbers as the Lua of Redis (5.1) writes them: one kind of number, a double, formatted as C's `%g` does. */

/** C's `%.<digits>g`. */
export function formatGeneral(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < digits) return withoutZeros(value.toFixed(digits - 1 - exponent));
  const sign = exponent < 0 ? '-' : '+';
  return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function withoutZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

const INT64_LIMIT = 2 ** 63;

/** A Lua number as an integer reply: cut towards zero; what is no 64-bit integer becomes the smallest, as on x86. */
export function integerReply(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(whole) < INT64_LIMIT ? whole + 0 : -INT64_LIMIT;
}

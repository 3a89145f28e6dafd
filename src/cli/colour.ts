import pc from 'picocolors';

/**
 * Whether what goes to `stream` is coloured: where a person reads it, unless NO_COLOR is set, and wherever FORCE_COLOR is.
 * A build server alone is no reason: what is piped there goes into files and comparisons.
 */
export function isColoured(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const forced = environment['FORCE_COLOR'];
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

/** The colours for `stream`; each leaves its text as it is where nothing is coloured. */
export function coloursFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof pc.createColors> {
  return pc.createColors(isColoured(stream));
}

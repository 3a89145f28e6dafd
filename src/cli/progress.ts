/**
 * Shows where a run stands, on stderr: one block that is redrawn in place on a terminal, and a line every ten seconds,
 * at each change of phase and at each new violation elsewhere.
 */
import { LiveBlock } from './live-block.ts';
import { PlainLines } from './plain-lines.ts';
import type { ProgressOptions, ProgressView } from './progress-view.ts';

/** Picks how to show: `auto` is a live block on a terminal outside of CI, else plain lines. */
export function progressView(options: ProgressOptions): ProgressView {
  const { mode } = options;
  if (mode === 'none') return { show: () => undefined, clear: () => undefined, end: () => undefined };
  return mode === 'auto' && isLive(options) ? new LiveBlock(options) : new PlainLines(options);
}

/** Whether the cursor can be moved, and somebody looks. */
function isLive({ output, environment }: ProgressOptions): boolean {
  const isBuild = !['', '0', 'false'].includes(environment['CI'] ?? '');
  return output.isTTY === true && !isBuild && environment['TERM'] !== 'dumb';
}

/** Contradictions of locks that never expire: two holders at once, or a release of what is not held. */
import { latestBefore, precedes, type Shape } from './facts.ts';

export const lockShape: Shape = ({ subject, failing, others }) => {
  const [other] = others;
  const { f } = failing.operation;
  if (other === undefined) {
    return f === 'release'
      ? `${failing.did} although nobody can have held it for that`
      : `${failing.did} although it was held, and nobody released it in time`;
  }
  if (others.length > 1) {
    const holder = latestBefore(failing, others, ({ operation }) => operation.f === 'acquire');
    if (!subject.model.hasOwners || f !== 'acquire' || holder === undefined) return undefined;
    return `${failing.did} while ${holder.who} still held it: nobody can have released it often enough by then`;
  }
  const [before, isEarlier] = [other.operation.f, precedes(other, failing)];
  if (f === 'acquire' && before === 'acquire') {
    if (!isEarlier) return `${other.who} and ${failing.who} both acquired the lock, and nobody released it in time`;
    const holder = other.who === failing.who ? 'it' : other.who;
    return `${failing.did} while ${holder} still held it: nobody released it in between`;
  }
  if (!isEarlier || f !== 'release') return undefined;
  if (before === 'release') return `${failing.did} after ${other.who} had, and nobody can have acquired it in between`;
  return other.who === failing.who ? undefined : `${failing.did} while ${other.who} held it`;
};

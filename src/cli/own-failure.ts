/** How a failure of Scrutineer is told: never so that it could be taken for one of the implementation. */
import { isSystemError, systemWords } from '../system-words.ts';
import { CommandError } from './command-error.ts';

/** Where the machine refused something, what and where; a stack only for what is a mistake of ours. */
export function ownFailureText(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  const head = 'Scrutineer itself failed; nothing is said about the implementation.';
  if (isSystemError(error)) {
    return `${head}\n${error.path ?? error.syscall}: ${systemWords(error)}. ${adviceFor(error.code)}`;
  }
  return `${head}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** What to do where the machine refused with this code. */
export function adviceFor(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'Make room, or name a folder elsewhere by --report.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'Name a folder that can be written by --report.';
    case 'ENOENT':
      return 'Was it removed while the run was under way? Run it again.';
    default:
      return 'Mend that, and run it again.';
  }
}

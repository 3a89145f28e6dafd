/** What the operating system refused, in words for people. */

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would become larger than allowed',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'there is a file of that name',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file or folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the device failed',
  ECONNREFUSED: 'nobody listens there',
  ELOOP: 'the link leads in a circle',
};

/** An error of the operating system. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** Whether the operating system refused something: no mistake of ours, and nothing that a stack explains. */
export function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return false;
  return typeof error.code === 'string' && error.code in WORDS;
}

/** `no space is left on the device (ENOSPC)`; the error's own message where it is none of the operating system. */
export function systemWords(error: unknown): string {
  if (isSystemError(error)) return `${WORDS[error.code] ?? error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}

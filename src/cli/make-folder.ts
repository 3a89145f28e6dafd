import { newFolder } from '../new-folder.ts';
import { isSystemError, systemWords } from '../system-words.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/** Makes a folder that was named on the command line. Throws `CommandError` (usage) where it cannot be. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await newFolder(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const message = `${path}: the folder cannot be made: ${systemWords(error)}. Name another one.`;
    throw new CommandError(exitCodes.usage, message, { cause: error });
  }
}

/** Bytes that came with the page as compressed text. */
import { fromText85 } from '../packed/text85.ts';

/** The bytes before they were compressed. */
export async function inflate(text: string): Promise<Uint8Array> {
  const stream = new Blob([fromText85(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

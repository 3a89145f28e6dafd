/** How a verdict is shown: a glyph and a word, and a tone that decides its colour. */

/** How a verdict feels to a reader; decides colour, never alone. */
export type Tone = 'good' | 'bad' | 'warning' | 'quiet';

export interface VerdictSign {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

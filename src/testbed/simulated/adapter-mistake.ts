/**
 * The adapter did what no adapter may do in a simulated world: it waited for the outside world, used the platform's
 * clock, or never came to rest. The history is worthless then, and no verdict is drawn from it.
 */
export class AdapterMistake extends Error {
  /** Short and stable: which wire was tripped. */
  readonly code: AdapterMistakeCode;
  /** The world in which it happened. */
  readonly planSeed: number | undefined;

  constructor(code: AdapterMistakeCode, message: string, planSeed?: number) {
    super(message);
    this.name = 'AdapterMistake';
    this.code = code;
    this.planSeed = planSeed;
  }
}

/**
 * - `foreign-turn` a call outside of the candidate's turn: something else than the simulation woke it.
 * - `waits-outside` the candidate waited for nothing that the simulation controls, and the outside world woke it.
 * - `resources-left` timers, files or sockets of the platform were still open when the world ended.
 * - `platform-call` a name of the platform was called that a world does not have.
 * - `endless` more events than a world may have: a loop without sleep.
 * - `store-model` the store's model cannot answer, for instance a script without a twin.
 */
export type AdapterMistakeCode =
  'foreign-turn' | 'waits-outside' | 'resources-left' | 'platform-call' | 'endless' | 'store-model';

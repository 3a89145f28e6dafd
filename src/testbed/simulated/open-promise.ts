/**
 * A promise that somebody else settles. One function serves as the executor of all of them, since a closure a call costs
 * more than the promise.
 */
export class OpenPromise<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;

  constructor() {
    this.promise = new Promise<T>(keepSettlers);
    // The executor has run by now, on the settlers of this very promise.
    this.resolve = lastResolve as (value: T) => void;
    this.reject = lastReject;
  }
}

let lastResolve: (value: never) => void = () => undefined;
let lastReject: (reason: unknown) => void = () => undefined;

function keepSettlers(resolve: (value: never) => void, reject: (reason: unknown) => void): void {
  lastResolve = resolve;
  lastReject = reject;
}

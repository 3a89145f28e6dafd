/** This machine lacks what a testbed needs. `why` says what, `fix` what to do about it. */
export class TestbedUnavailable extends Error {
  readonly why: string;
  readonly fix: string;

  constructor(why: string, fix: string, options?: ErrorOptions) {
    super(`${why}. ${fix}`, options);
    this.name = 'TestbedUnavailable';
    this.why = why;
    this.fix = fix;
  }
}

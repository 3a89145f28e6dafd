/** The files of a new adapter: it loads and runs, and says of each empty method what it must do. */

export interface NewFile {
  readonly name: string;
  readonly content: string;
}

/** `my-election` gives `adapter.ts` and `README.md`. `name` must be lower-case words joined by hyphens. */
export function newAdapterFiles(name: string): readonly NewFile[] {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;
  const className = name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .replace(/^\d/, (digit) => `Election${digit}`);
  return [
    { name: 'adapter.ts', content: adapterText({ name, title, className }) },
    { name: 'README.md', content: readmeText({ name, title }) },
  ];
}

function adapterText({
  name,
  title,
  className,
}: {
  readonly name: string;
  readonly title: string;
  readonly className: string;
}): string {
  return `import { defineAdapter } from 'scrutineer/adapter';
import type { CampaignCandidate, CandidateEnvironment, ElectionAdapter, Leadership } from 'scrutineer/adapter';

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: '${name}',
  title: '${title}',
  store: 'redis',
  // What only uses its environment runs on all three.
  testbeds: ['simulated', 'local', 'containers'],
  leaseTtlMs: { min: 1000, step: 1 },

  // What your documentation promises: only that is certified. The numbers are those of your implementation; every bound
  // of time is derived from them.
  claims: ({ leaseTtlMs }) => ({
    fencing: 'none', // 'monotonic': each leadership carries a token larger than every earlier one
    exclusivity: 'timed', // at most one candidate believes that it leads, within what is tolerated
    leaderView: 'none', // what leader() promises
    liveness: true, // someone leads within a bound once nothing is in the way
    tolerates: { clockRatePpm: 500, pauseMs: leaseTtlMs / 20, networkDelayMs: leaseTtlMs / 50 },
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs: leaseTtlMs * 0.8, // how long a leader believes without another renewal ...
      anchor: 'send', // ... from when it sent the last one that succeeded
      renewMs: leaseTtlMs / 4,
      retryMs: leaseTtlMs / 4,
      jitter: 0,
      watch: false,
      requestTimeoutMs: leaseTtlMs / 4,
      backoffMsMax: 0,
      roundTrips: 1,
    },
  }),

  // Promises that you know to be broken, each with a stored plan that shows it:
  // { property: 'S4', why: '...', source: 'https://...', plan: 'plans/s4.json' }
  knownDeviations: [],

  createCandidate: (environment) => Promise.resolve(new ${className}(environment)),

  // How the store's own record says who holds the election: which keys matter, and who is in them. Without it, promises
  // about grants cannot be judged.
  grants: {
    keys: (election) => [lockKey(election)],
    holder: (records, election) => {
      const value = records.get(lockKey(election))?.value;
      return value === null || value === undefined ? undefined : { holder: value };
    },
  },
});

export default adapter;

function lockKey(election: string): string {
  return \`\${election}:leader\`;
}

class ${className} implements CampaignCandidate {
  readonly environment: CandidateEnvironment<'redis'>;

  constructor(environment: CandidateEnvironment<'redis'>) {
    this.environment = environment;
  }

  campaign(options: { readonly signal: AbortSignal }): Promise<Leadership> {
    return this.empty('campaign', options, \`must settle with { lost, token? } once this candidate leads, and reject when options.signal aborts. \` +
      \`Take \${lockKey(this.environment.election)} with environment.redis.set(key, environment.id, 'PX', environment.leaseTtlMs, 'NX'), try again after \` +
      \`environment.clock.sleep(ms, signal), renew while leading, and abort the controller of lost when that fails in time\`);
  }

  resign(): Promise<void> {
    return this.empty('resign', undefined, 'must abort lost first and then give the lock back, and resolve when not leading');
  }

  async close(): Promise<void> {
    // Must stop every timer, abort lost, and give the lock back.
    await this.environment.redis.quit();
  }

  private empty(method: string, _options: unknown, duty: string): Promise<never> {
    return Promise.reject(new Error(\`${name}: \${method} is still empty in adapter.ts. It \${duty}.\`));
  }
}
`;
}

function readmeText({ name, title }: { readonly name: string; readonly title: string }): string {
  return `# ${title}

What it is, where it comes from, what it promises.

    npx scrutineer certify ${name}

A violation prints the file of its plan. A promise that you know to be broken and want to keep an eye on: copy that plan to
\`plans/\` here and name it in \`knownDeviations\`; it must then be found each time.
`;
}

/** The reference with one mistake of its adapter planted, for the tests of the lint. */
import fencing from '../../adapters/redis-fencing/adapter.ts';
import type {
  CampaignCandidate,
  Candidate,
  CandidateEnvironment,
  Claims,
  ElectionAdapter,
  EventCandidate,
  Leadership,
  LeadershipReport,
} from '../../src/adapter.ts';

/** The reference without mistakes. */
export const reference: ElectionAdapter<'redis'> = fencing;

/** The reference, with candidates that differ. */
export function withCandidates(
  change: (candidate: CampaignCandidate, environment: CandidateEnvironment) => object,
): ElectionAdapter {
  return {
    ...fencing,
    createCandidate: async (environment) => change(await campaignCandidate(environment), environment) as Candidate,
  };
}

/** The reference, with claims that differ. */
export function withClaims(change: (claims: Claims, leaseTtlMs: number) => Claims): ElectionAdapter {
  return { ...fencing, claims: ({ leaseTtlMs }) => change(fencing.claims({ leaseTtlMs }), leaseTtlMs) };
}

/** A candidate of the reference whose campaigns settle with what `change` makes of the leadership. */
export function withLeadership(
  change: (leadership: Leadership, environment: CandidateEnvironment) => object,
): ElectionAdapter {
  return withCandidates((candidate, environment) => ({
    ...methodsOf(candidate),
    campaign: async (options: { signal: AbortSignal }) => change(await candidate.campaign(options), environment),
  }));
}

/** The same candidate as a plain object, so that single methods can be replaced. */
export function methodsOf(candidate: CampaignCandidate): CampaignCandidate {
  const { isLeader, leader } = candidate;
  return {
    campaign: (options) => candidate.campaign(options),
    resign: () => candidate.resign(),
    close: () => candidate.close(),
    ...(isLeader !== undefined && { isLeader: () => isLeader.call(candidate) }),
    ...(leader !== undefined && { leader: () => leader.call(candidate) }),
  };
}

/** Plants a mistake into reports, or into what is reported once a candidate has closed. */
export interface ReportMistakes {
  readonly change?: (report: LeadershipReport) => LeadershipReport;
  readonly afterClose?: (report: LeadershipReport, environment: CandidateEnvironment) => void;
}

/** The reference as one that campaigns by itself and reports. */
export function selfCampaigning({ change, afterClose }: ReportMistakes = {}): ElectionAdapter {
  return withCandidates((candidate, environment): EventCandidate => {
    let stop = new AbortController();
    let reporting: LeadershipReport | undefined;
    return {
      start: async (report) => {
        stop = new AbortController();
        reporting = report;
        void campaignAndReport(candidate, change?.(report) ?? report, stop.signal);
      },
      resign: async () => {
        stop.abort();
        await candidate.resign();
      },
      close: async () => {
        stop.abort();
        await candidate.close();
        if (reporting !== undefined) afterClose?.(reporting, environment);
      },
    };
  });
}

async function campaignAndReport(
  candidate: CampaignCandidate,
  report: LeadershipReport,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let leadership: Leadership;
    try {
      leadership = await candidate.campaign({ signal });
    } catch {
      return;
    }
    report.elected(leadership.token === undefined ? {} : { token: leadership.token });
    await new Promise<void>((resolve) => {
      const ended = (): void => {
        report.lost('over');
        resolve();
      };
      if (leadership.lost.aborted) ended();
      else leadership.lost.addEventListener('abort', ended, { once: true });
    });
  }
}

async function campaignCandidate(environment: CandidateEnvironment): Promise<CampaignCandidate> {
  const candidate = await fencing.createCandidate(environment);
  if ('campaign' in candidate) return candidate;
  throw new Error('the reference campaigns when asked');
}

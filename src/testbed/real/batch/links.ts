/** One proxy for each candidate and server of a batch. */
import type { CandidateId } from '../../../../spec/history.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { ResourceServer } from '../resource-server.ts';
import type { RedisServer, Servers } from '../servers/servers.ts';
import type { ListenPort, ProxiedLink } from '../toxiproxy.ts';
import type { ElectionRecord } from './election-record.ts';

export interface CandidateLinks {
  readonly store: ProxiedLink;
  readonly resource: ProxiedLink;
}

export interface Links {
  of(candidate: CandidateId): CandidateLinks;
  close(): Promise<void>;
}

/** Opens the links of all candidates of a plan; waits until there are enough ports. */
export async function openLinks(options: {
  readonly servers: Servers;
  readonly redis: RedisServer;
  readonly resource: ResourceServer;
  readonly plan: Plan;
  readonly elections: readonly ElectionRecord[];
}): Promise<Links> {
  const { servers, plan } = options;
  const { toxiproxy, self } = servers;
  const ports = await toxiproxy.ports.take(plan.candidates.length * 2);
  const spare = [...ports];
  const opened: ProxiedLink[] = [];
  const batch = options.elections[0]?.name ?? 'batch';
  const open = async (name: string, upstream: string): Promise<ProxiedLink> => {
    const link = await toxiproxy.createLink(`${batch}-${name}`, nextOf(spare), upstream);
    opened.push(link);
    return link;
  };
  const close = async (): Promise<void> => {
    try {
      await Promise.all(opened.map((link) => link.remove()));
    } finally {
      toxiproxy.ports.give(ports);
    }
  };
  try {
    const links = new Map<CandidateId, CandidateLinks>();
    for (const { id } of plan.candidates) {
      links.set(id, {
        store: await open(`${id}-store`, options.redis.upstream),
        resource: await open(`${id}-resource`, `${self.upstreamHost}:${options.resource.port}`),
      });
    }
    return {
      of: (candidate) => {
        const found = links.get(candidate);
        if (found === undefined) throw new RangeError(`the plan has no candidate ${candidate}`);
        return found;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function nextOf(spare: ListenPort[]): ListenPort {
  const port = spare.pop();
  if (port === undefined) throw new RangeError('fewer ports were taken than links are opened');
  return port;
}

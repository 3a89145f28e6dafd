import { latest } from '../history.ts';
import type { Property } from '../property.ts';
import { witnessedMonitor, witnessedReads } from '../witnessed.ts';

/** Witness, weak form: the record was live at some instant of the campaign. A phantom leader has none. */
export const w1Weak: Property = {
  id: 'W1-weak',
  title: 'Whoever is elected held a live record during its campaign',
  formula: 'elected(i,k) => exists t in [campaign(i).inv, elected(i,k).hi]: live(i,k,t)',
  kind: 'always',
  sources: ['etcd-io/etcd #19597', 'jepsen.etcd 3.4.3, locks'],
  usualCause:
    'A reply is taken for success that was none: a retry that finds the own or an older record, a wait that ended for another reason, a record that expired while its owner waited. Look at what exactly makes the client believe.',
  reads: witnessedReads,
  needsLedger: true,
  claimed: () => true,
  start: (context) =>
    witnessedMonitor(context, {
      tokens: true,
      when: 'at any time of its campaign',
      window: (leadership, campaign) => ({
        fromUs: campaign?.fromUs ?? -Infinity,
        toUs: latest(leadership.elected),
      }),
    }),
};

/** The reference, with a protected resource of its own instead of the testbed's. */
import { defineAdapter, type ElectionAdapter } from 'scrutineer/adapter';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import { TokenGate } from './token-gate.ts';

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  ...reference,
  name: 'redis-fencing-own-resource',
  title: 'Redis lease with fencing tokens and a resource of its own',
  resource: () => new TokenGate(),
});

export default adapter;

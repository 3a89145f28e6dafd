/** The twins of the Lua in leader-election.ts, for the speed of the simulation; a differential test proves them equal. */
import { defineScript, type RedisScript } from 'scrutineer/adapter';
import { RENEW_SCRIPT, RESIGN_SCRIPT } from './leader-election.ts';

export const renewScript: RedisScript = defineScript({
  name: 'article-class-renew',
  numberOfKeys: 1,
  lua: RENEW_SCRIPT,
  twin: (call, [lock = ''], [node = '', seconds = '']) => {
    if (call('GET', lock) !== node) return 0;
    call('EXPIRE', lock, seconds);
    return 1;
  },
});

export const resignScript: RedisScript = defineScript({
  name: 'article-class-resign',
  numberOfKeys: 1,
  lua: RESIGN_SCRIPT,
  twin: (call, [lock = ''], [node = '']) => (call('GET', lock) === node ? call('DEL', lock) : 0),
});

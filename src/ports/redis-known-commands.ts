/** Commands of Redis by name, so that one which the port does not have can be told from a misspelt one. */

const NAMES = `
append bitcount bitfield bitop bitpos blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin client config copy
dbsize decr decrby del discard dump echo eval evalsha exec exists expire expireat expiretime fcall flushall flushdb
function geoadd geodist geohash geopos georadius geosearch geosearchstore get getbit getdel getex getrange getset hdel
hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen hvals incr incrby
incrbyfloat info keys lcs lindex linsert llen lmove lmpop lpop lpos lpush lpushx lrange lrem lset ltrim mget move mset
msetnx multi object persist pexpire pexpireat pexpiretime pfadd pfcount pfmerge ping pipeline psetex psubscribe pttl
publish pubsub punsubscribe quit randomkey rename renamenx restore role rpop rpoplpush rpush rpushx sadd scan scard
script sdiff sdiffstore set setbit setex setnx setrange sinter sintercard sinterstore sismember smembers smismember
smove sort spop srandmember srem sscan strlen subscribe substr sunion sunionstore time touch ttl type unlink unsubscribe
unwatch wait watch xack xadd xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xtrim
zadd zcard zcount zdiff zincrby zinter zlexcount zmscore zpopmax zpopmin zrandmember zrange zrangebylex zrangebyscore
zrank zrem zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zrevrank zscan zscore zunion`;

const COMMANDS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));

/** Whether ioredis has a method, and Redis or ioredis a command, of this name in any case. */
export function isRedisCommand(name: string): boolean {
  return COMMANDS.has(name.toLowerCase());
}

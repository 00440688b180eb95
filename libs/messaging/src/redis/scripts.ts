/**
 * Appends key, value and headers of each record to a partition. A record's id is its arrival time in microseconds, and greater than the id
 * before it: one number for order, retention and replay. KEYS stream, last id; ARGV retention in microseconds or -1, channel, partition,
 * (key, value, headers)…
 */
export const APPEND = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local id = math.max(now, (tonumber(redis.call('GET', KEYS[2])) or 0) + 1)
local ids = {}
for i = 4, #ARGV, 3 do
  ids[#ids + 1] = string.format('%.0f', id)
  redis.call('XADD', KEYS[1], ids[#ids] .. '-0', 'key', ARGV[i], 'value', ARGV[i + 1], 'headers', ARGV[i + 2])
  id = id + 1
end
redis.call('SET', KEYS[2], ids[#ids])
local retention = tonumber(ARGV[1])
if retention >= 0 then
  redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', now - retention))
end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return ids`;

/**
 * Returns the next records of a partition to its owner: unacknowledged ones, then new ones. Other members get none. KEYS stream, owner;
 * ARGV group, member, lease in ms, '0' (started) or '>' (new), count
 */
export const TAKE = `
local owner = redis.call('GET', KEYS[2])
if owner and owner ~= ARGV[2] then return false end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
local from = owner and ARGV[4] or '0'
local read = redis.call('XREADGROUP', 'GROUP', ARGV[1], 'owner', 'COUNT', ARGV[5], 'STREAMS', KEYS[1], from)
return { from, read and read[1][2] or {} }`;

/** Acknowledges records unless another member has the partition. KEYS stream, owner; ARGV group, member, id… */
export const ACKNOWLEDGE = `
if redis.call('GET', KEYS[2]) ~= ARGV[2] then return false end
return redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 3))`;

/** Heartbeat: renews the leases of a member and returns the other live members. KEYS members, owner…; ARGV member, lease in ms */
export const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for i = 2, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
end
return redis.call('ZRANGE', KEYS[1], 0, -1)`;

/** Gives a partition back. KEYS owner; ARGV member */
export const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`;

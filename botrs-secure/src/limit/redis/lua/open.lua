-- Says which generation there is, or begins one under the name ARGV[1]; writes in any case, so that a
-- server which takes no writes is noticed.
local found = redis.call('GET', KEYS[1]) or ARGV[1] .. ' ' .. digits(now)
redis.call('SET', KEYS[1], found, 'PX', ARGV[3])
return found

-- Says which generation there is, or begins one under the name ARGV[1]. One of another run of the server,
-- which is ARGV[4], is over: what that run held may be lost in part. It writes in any case, so that a
-- server which takes no writes is noticed.
local found = redis.call('GET', KEYS[1])
if not found or string.match(found, '%S+$') ~= ARGV[4] then
  found = ARGV[1] .. ' ' .. digits(now) .. ' ' .. ARGV[4]
end
redis.call('SET', KEYS[1], found, 'PX', ARGV[3])
return found

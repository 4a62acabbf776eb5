-- How each verb begins: where the generation KEYS[1] is not the one that the caller knows, ARGV[1], the
-- state was lost and nothing is done.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {'lost', 0, 0}
end

-- Keeps a value at least until a time.
local function keep(key, value, ends)
  local millis = math.max(math.ceil((ends - now) / 1000), 0) + 1
  redis.call('SET', key, value, 'PX', digits(millis))
end

-- How long it is until the time that a key holds; zero without one.
local function left(key)
  return math.max(tonumber(redis.call('GET', key) or 0) - now, 0)
end

-- Blocks for a period, or for as long as an earlier block, if that is longer; for how long.
local function block(key, period)
  local longest = math.max(left(key), period)
  keep(key, digits(now + longest), now + longest)
  return longest
end

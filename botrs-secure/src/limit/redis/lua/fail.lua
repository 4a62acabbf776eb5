-- Counts a failure in a sliding window, and blocks if there were too many: how many there are, and for
-- how long the principal is blocked.
local principal, failures = unpack(KEYS, 2, 3)
local threshold, window, period, remembered =
  tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local recent = {}
for stamp in string.gmatch(redis.call('GET', failures) or '', '%d+') do
  if math.max(now - tonumber(stamp), 0) < window then
    table.insert(recent, stamp)
  end
end
table.insert(recent, digits(now))
while #recent > remembered do
  table.remove(recent, 1)
end

if #recent > threshold then
  local blocked = block(principal, period)
  redis.call('DEL', failures)
  return {'blocked', #recent, blocked}
end
keep(failures, table.concat(recent, ' '), now + window)
return {'ok', #recent, 0}

-- Counts a failure in a sliding window, and blocks if there were too many, for longer each time in a row:
-- how many there are, and for how long the block is.
local principal, failures, flood = unpack(KEYS, 2, 4)
local weight, threshold, window, period, remembered, longest, repeat_for = unpack(ARGV, 3, 9)
weight, threshold, window = tonumber(weight), tonumber(threshold), tonumber(window)
period, remembered, longest = tonumber(period), tonumber(remembered), tonumber(longest)

-- Calls that were on their way when a block began do not begin another.
if left(principal) > 0 then
  return {'ok', 0, 0}
end

-- How many blocks came in a row, until when another one follows them, and the failures since.
local blocks, repeat_until, stamps = string.match(redis.call('GET', failures) or '', '^(%d+) (%d+)(.*)$')
blocks, repeat_until = tonumber(blocks or 0), tonumber(repeat_until or 0)
local recent = {}
for stamp in string.gmatch(stamps or '', '%d+') do
  if math.max(now - tonumber(stamp), 0) < window then
    table.insert(recent, stamp)
  end
end
for _ = 1, math.min(weight, remembered) do
  table.insert(recent, digits(now))
end
while #recent > remembered do
  table.remove(recent, 1)
end

local function remember(ends)
  local past = digits(blocks) .. ' ' .. digits(repeat_until)
  keep(failures, past .. ' ' .. table.concat(recent, ' '), math.max(ends, repeat_until))
end

local count = #recent
if count <= threshold or period == 0 then
  remember(now + window)
  return {'ok', count, 0}
end
if repeat_until <= now then
  blocks = 0
end
local escalated = math.max(math.min(period * 2 ^ math.min(blocks, 31), longest), period)
local blocked = block(principal, escalated)
redis.call('DEL', flood)
blocks, recent = math.min(blocks + 1, 255), {}
-- In whole seconds.
repeat_until = math.ceil((now + escalated + tonumber(repeat_for)) / 1000000) * 1000000
remember(now)
return {'blocked', count, blocked}

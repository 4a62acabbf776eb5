-- The time: the server's in whole microseconds, which a double holds exactly until the year 2255, or
-- that of a test, which is ARGV[2] and otherwise empty.
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local function digits(number)
  return string.format('%.0f', number)
end

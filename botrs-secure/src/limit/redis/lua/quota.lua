-- Quotas, as `Quota` has them: a bucket holds its TAT and when that was written.
local never = 9007199254740991

-- How far the TATs are ahead of now, as this call would leave them.
local levels = {}

local function store(key)
  local tat = digits(now + levels[key])
  keep(key, tat .. ' ' .. digits(now), now + levels[key])
end

-- A bucket that was written later than now saw the clock step back: none of its time has passed then,
-- and it begins to pass now. So the bucket opens within its window and never too early.
local function ahead(key)
  if levels[key] then
    return levels[key]
  end
  local tat, written = string.match(redis.call('GET', key) or '0 0', '^(%d+) (%d+)$')
  tat, written = tonumber(tat), tonumber(written)
  if written > now then
    levels[key] = tat - written
    store(key)
    return levels[key]
  end
  return math.max(tat - now, 0)
end

-- Charges one bucket in `levels`, or says how long it has to wait.
local function charge(key, cost, burst, interval)
  if cost > burst then
    return never
  end
  local level = ahead(key) + cost * interval
  local most = burst * interval
  if level > most then
    return level - most
  end
  levels[key] = level
end

-- Charges each bucket from KEYS[first] on in `levels`; its cost, burst and interval are three of ARGV.
-- The longest wait, if any of them has to wait.
local function charge_all(first, arguments)
  local longest
  for at = first, #KEYS do
    local cost, burst, interval = unpack(ARGV, arguments, arguments + 2)
    local wait = charge(KEYS[at], tonumber(cost), tonumber(burst), tonumber(interval))
    if wait and wait > (longest or 0) then
      longest = wait
    end
    arguments = arguments + 3
  end
  return longest
end

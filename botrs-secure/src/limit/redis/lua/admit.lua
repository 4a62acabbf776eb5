-- Lets a message in: block, flood, age, replay and a look at the quotas, in this order.
local generation, principal, flood, mark, grants = unpack(KEYS, 1, 5)
local burst, interval, mark_for, stale = unpack(ARGV, 3, 6)
local generation_for, renew_below, stale_after = unpack(ARGV, 7, 9)

local function decide()
  local blocked = left(principal)
  if blocked > 0 then
    return 'blocked', blocked
  end
  local is_marked = left(mark) > 0
  -- A repeated delivery is nobody's attempt.
  if not is_marked then
    local wait = charge(flood, 1, tonumber(burst), tonumber(interval))
    if wait then
      return 'flood', wait
    end
    store(flood)
  end
  if stale == '1' or now > tonumber(stale_after) then
    return 'stale', 0
  end
  if is_marked then
    return 'again', 0
  end
  local ends = now + tonumber(mark_for)
  keep(mark, digits(ends), ends)
  local wait = charge_all(6, 10)
  if wait then
    return 'wait', wait
  end
  return 'ok', 0
end

local word, wait = decide()
if redis.call('PTTL', generation) < tonumber(renew_below) then
  redis.call('PEXPIRE', generation, generation_for)
end
return {word, wait, tonumber(redis.call('HGET', grants, 'version') or 0)}

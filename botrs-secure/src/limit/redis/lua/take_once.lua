-- Says 1 once, for the value that was kept; as many wrong ones as ARGV[4] delete it.
local kept = redis.call('GET', KEYS[2])
if not kept then
  return {'ok', 0, 0}
end
local wrong, ends, value = string.match(kept, '^(%d+) (%d+) (%x+)$')
wrong, ends = tonumber(wrong) + 1, tonumber(ends)
local is_live = ends > now
local is_right = is_live and value == ARGV[3]
if is_right or not is_live or wrong >= tonumber(ARGV[4]) then
  redis.call('DEL', KEYS[2])
else
  keep(KEYS[2], digits(wrong) .. ' ' .. digits(ends) .. ' ' .. value, ends)
end
return {'ok', is_right and 1 or 0, 0}

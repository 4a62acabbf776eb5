-- Blocks each principal for its period, or for as long as an earlier block; for how long the last one. Its
-- flood quota starts anew, as in memory, where one moment is both.
local longest = 0
for number = 1, (#KEYS - 1) / 2 do
  longest = block(KEYS[2 * number], tonumber(ARGV[number + 2]))
  redis.call('DEL', KEYS[2 * number + 1])
end
return {'ok', longest, 0}

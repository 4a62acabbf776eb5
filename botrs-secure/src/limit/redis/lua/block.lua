-- Blocks each principal for its period, or for as long as an earlier block; for how long the last one.
local longest = 0
for at = 2, #KEYS do
  longest = block(KEYS[at], tonumber(ARGV[at + 1]))
end
return {'ok', longest, 0}

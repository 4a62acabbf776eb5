-- Lifts a block and forgets the failures; whether there was a block.
local was_blocked = left(KEYS[2]) > 0
redis.call('DEL', KEYS[2], KEYS[3])
return {'ok', was_blocked and 1 or 0, 0}

-- Keeps a value until it is taken or its time is over, in place of an earlier one.
local ends = now + tonumber(ARGV[4])
keep(KEYS[2], '0 ' .. digits(ends) .. ' ' .. ARGV[3], ends)
return {'ok', 0, 0}

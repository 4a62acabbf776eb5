-- Puts another document of grants in place of that with the version ARGV[3]: 1 if it was that one.
local version = redis.call('HGET', KEYS[2], 'version') or '0'
if version ~= ARGV[3] then
  return {'ok', 0, tonumber(version)}
end
redis.call('HSET', KEYS[2], 'version', ARGV[4], 'document', ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return {'ok', 1, tonumber(ARGV[4])}

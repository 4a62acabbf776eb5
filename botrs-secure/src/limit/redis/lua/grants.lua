-- Says which version of the grants there is, and the document itself.
local version, document = unpack(redis.call('HMGET', KEYS[2], 'version', 'document'))
return {'ok', tonumber(version or 0), 0, document or ''}

-- Says which version of the grants there is.
return {'ok', tonumber(redis.call('HGET', KEYS[2], 'version') or 0), 0}

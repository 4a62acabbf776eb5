-- Says for how long a principal stays blocked.
return {'ok', left(KEYS[2]), 0}

-- Forgets the marks that were settled before a time, and tells those given before it that still are not.
-- ARGV: before (µs), limit. Answers {last stamp, oldest unsettled stamp or '', run_id, then stamp and lines in turn}.
local before, limit = ARGV[1], tonumber(ARGV[2])
for _, stamp in ipairs(redis.call('ZRANGEBYSCORE', base .. ':settled', '-inf', '(' .. before, 'LIMIT', 0, 1000)) do
  local pending = redis.call('HGET', base .. ':pending', stamp)
  if pending then
    local name = string.match(pending, '^([^\n]*)\n')
    local _, held = held_mark(name)
    if held == stamp then redis.call('HDEL', base .. ':current', name) end
    redis.call('HDEL', base .. ':pending', stamp)
  end
  redis.call('ZREM', base .. ':settled', stamp)
end
local oldest = redis.call('ZRANGE', base .. ':unsettled', 0, 0)[1]
local answer = { redis.call('GET', base .. ':last') or '0', oldest or '', run_id() }
for _, stamp in ipairs(redis.call('ZRANGEBYSCORE', base .. ':unsettled', '-inf', '(' .. before, 'LIMIT', 0, limit)) do
  local pending = redis.call('HGET', base .. ':pending', stamp)
  answer[#answer + 1] = stamp
  answer[#answer + 1] = pending or ''
end
return answer

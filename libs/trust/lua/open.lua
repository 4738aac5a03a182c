-- Opens an epoch on the server that its generation was restored to; stamps go on above the greatest stored one.
-- ARGV: epoch, token, run_id, greatest stored stamp. Answers 1, or 0 when this is another server by now.
if run_id() ~= ARGV[3] then return 0 end
local last = tonumber(redis.call('GET', base .. ':last') or '0')
redis.call('SET', base .. ':last', whole(math.max(last, tonumber(ARGV[4]))))
redis.call('SET', base .. ':epoch', table.concat({ ARGV[1], ARGV[2], ARGV[3], plan.hash }, '|'))
return 1

-- These stamps are stored in Postgres. The marks stay for some seconds, for a request that looked before the commit.
-- ARGV: now (µs), stamps.
for index = 2, #ARGV do
  redis.call('ZREM', base .. ':unsettled', ARGV[index])
  redis.call('ZADD', base .. ':settled', ARGV[1], ARGV[index])
end
return 1

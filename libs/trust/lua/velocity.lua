-- What every velocity program begins with: the plan compiled from the catalogue (libs/scoring), and how an observation
-- is recorded and a window read. All keys share one hash tag, so one primary gives one order.
--
-- Keys of a generation (a token; an epoch has one), by stream (kind, category, entities) and key of the entity:
--   o  sorted set  an observation each: member stamp[:amount], score occurred_at
--   b  hash        sums of buckets of 16^n seconds, made once a key has `crowd` members
--   d  sorted set  last seen: member value, score the latest occurred_at
--   x  sorted set  occurrences: member value US occurred_at:stamp, all of score 0, ordered as text
-- Keys without a generation: epoch, last (stamp), current (mark -> hash|stamp|total), pending (stamp -> lines: mark,
-- epoch, token, values, occurred_at, difference, payload), unsettled and settled (stamps).
--
-- Cost: a count is one ZCOUNT, a sum at most 5 x 30 buckets and the members of two seconds, a distinct one ZCOUNT (and,
-- for a late window only, one ZLEXCOUNT for each value seen since it ended). So a popular key costs log n.
local plan = --[[plan]] nil

local base = KEYS[1]
local separator = '\31'
local crowd = 64
local second = 1000000
local radix = 16
local levels = 5
-- A late window asks once for each value that was seen since; beyond this the value is unknown.
local late_limit = 5000

local function whole(number)
  return string.format('%.0f', number)
end

local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
end

-- The epoch that this server holds, or nil: an empty server, another one, an old dump, another catalogue are a loss.
local function open_epoch()
  local held = redis.call('GET', base .. ':epoch')
  if not held then return nil end
  local epoch, token, server, hash = string.match(held, '^(%d+)|([^|]+)|([^|]+)|([^|]+)$')
  if server ~= run_id() or hash ~= plan.hash then return nil end
  return { number = epoch, token = token }
end

local function next_stamp(now)
  local last = tonumber(redis.call('GET', base .. ':last') or '0')
  local stamp = math.max(now, last + 1)
  redis.call('SET', base .. ':last', whole(stamp))
  return stamp
end

-- 'stream US value [US value]', or nil where the entity has no value here.
local function entity_key(token, stream, entities)
  local parts = { base .. ':' .. token, stream.name }
  for _, name in ipairs(stream.entity) do
    local value = entities[name]
    if type(value) ~= 'string' then return nil end
    parts[#parts + 1] = value
  end
  return table.concat(parts, separator)
end

local function add_to_buckets(key, occurred, amount)
  local size = second
  for level = 1, levels do
    redis.call('HINCRBY', key, level .. ':' .. whole(math.floor(occurred / size)), whole(amount))
    size = size * radix
  end
end

local function make_buckets(members, buckets)
  local rows = redis.call('ZRANGE', members, 0, -1, 'WITHSCORES')
  for index = 1, #rows, 2 do
    add_to_buckets(buckets, tonumber(rows[index + 1]), tonumber(string.match(rows[index], ':(-?%d+)$')))
  end
end

local function record_sum(key, occurred, amount, seconds)
  local buckets = key .. separator .. 'b'
  if redis.call('EXISTS', buckets) == 1 then
    add_to_buckets(buckets, occurred, amount)
  elseif redis.call('ZCARD', key .. separator .. 'o') >= crowd then
    make_buckets(key .. separator .. 'o', buckets)
  else
    return
  end
  redis.call('EXPIRE', buckets, seconds)
end

local function record_value(key, of, value, occurred, stamp, seconds)
  local seen, occurrences = key .. separator .. 'd' .. of, key .. separator .. 'x' .. of
  redis.call('ZADD', seen, 'GT', whole(occurred), value)
  redis.call('ZADD', occurrences, 0, value .. separator .. string.format('%016.0f', occurred) .. ':' .. whole(stamp))
  redis.call('EXPIRE', seen, seconds)
  redis.call('EXPIRE', occurrences, seconds)
end

local function trim_values(key, of, cutoff)
  local seen, occurrences = key .. separator .. 'd' .. of, key .. separator .. 'x' .. of
  for _, value in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', '(' .. whole(cutoff), 'LIMIT', 0, 32)) do
    redis.call('ZREM', seen, value)
    redis.call('ZREMRANGEBYLEX', occurrences, '[' .. value .. separator, '(' .. value .. '\32')
  end
end

local function trim(key, stream, cutoff)
  local rows =
    redis.call('ZRANGEBYSCORE', key .. separator .. 'o', '-inf', '(' .. whole(cutoff), 'WITHSCORES', 'LIMIT', 0, 32)
  for index = 1, #rows, 2 do
    redis.call('ZREM', key .. separator .. 'o', rows[index])
    if stream.sum then
      local size = second
      for level = 1, levels do
        local bucket = math.floor(tonumber(rows[index + 1]) / size)
        if (bucket + 1) * size <= cutoff then
          redis.call('HDEL', key .. separator .. 'b', level .. ':' .. whole(bucket))
        end
        size = size * radix
      end
    end
  end
  for _, of in ipairs(stream.distinct) do trim_values(key, of, cutoff) end
end

local function record_stream(token, stream, seen, stamp, now)
  local cutoff = now - stream.retention * second
  local key = entity_key(token, stream, seen.entities)
  if not key or seen.occurred < cutoff then return end
  local seconds = stream.retention + 86400
  local member = stream.sum and (whole(stamp) .. ':' .. whole(seen.amount)) or whole(stamp)
  -- What is there already came by an earlier attempt at the same rebuild.
  if redis.call('ZADD', key .. separator .. 'o', whole(seen.occurred), member) == 0 then return end
  redis.call('EXPIRE', key .. separator .. 'o', seconds)
  if stream.sum then record_sum(key, seen.occurred, seen.amount, seconds) end
  for _, of in ipairs(stream.distinct) do
    local value = seen.entities[of]
    if type(value) == 'string' then record_value(key, of, value, seen.occurred, stamp, seconds) end
    if type(value) == 'string' and math.floor(stamp / 1000) % 8 == 0 then
      local old = value .. separator .. string.format('%016.0f', cutoff)
      redis.call('ZREMRANGEBYLEX', key .. separator .. 'x' .. of, '[' .. value .. separator, '(' .. old)
    end
  end
  if math.floor(stamp / 1000) % 8 == 0 then trim(key, stream, cutoff) end
end

-- seen: kind, category, occurred, amount, entities
local function record(token, seen, stamp, now)
  for _, stream in ipairs(plan.streams) do
    if stream.kind == seen.kind and (stream.category == '' or stream.category == seen.category) then
      record_stream(token, stream, seen, stamp, now)
    end
  end
end

local function sum_of_members(key, from, till)
  local total = 0
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', key .. separator .. 'o', from, till)) do
    total = total + tonumber(string.match(member, ':(-?%d+)$'))
  end
  return total
end

-- [from, till) as whole buckets, the largest that fit; from and till in seconds.
local function sum_of_buckets(key, from, till)
  local fields = {}
  local function take(level, index)
    fields[#fields + 1] = level .. ':' .. whole(index)
  end
  for level = 1, levels do
    while from < till and (level == levels or from % radix ~= 0) do
      take(level, from)
      from = from + 1
    end
    while from < till and till % radix ~= 0 do
      till = till - 1
      take(level, till)
    end
    from, till = from / radix, till / radix
  end
  local total = 0
  if #fields == 0 then return total end
  for _, value in ipairs(redis.call('HMGET', key .. separator .. 'b', unpack(fields))) do
    if value then total = total + tonumber(value) end
  end
  return total
end

local function read_sum(key, from, till)
  local first, last = math.ceil(from / second), math.floor(till / second)
  local few = redis.call('ZCOUNT', key .. separator .. 'o', whole(from), '(' .. whole(till)) <= crowd
  if few or first >= last or redis.call('EXISTS', key .. separator .. 'b') == 0 then
    return sum_of_members(key, whole(from), '(' .. whole(till))
  end
  return sum_of_members(key, whole(from), '(' .. whole(first * second))
    + sum_of_buckets(key, first, last)
    + sum_of_members(key, whole(last * second), '(' .. whole(till))
end

local function read_distinct(key, of, from, till)
  local seen, occurrences = key .. separator .. 'd' .. of, key .. separator .. 'x' .. of
  local total = redis.call('ZCOUNT', seen, whole(from), '(' .. whole(till))
  local later = redis.call('ZCOUNT', seen, whole(till), '+inf')
  if later > late_limit then return nil end
  if later == 0 then return total end
  for _, value in ipairs(redis.call('ZRANGEBYSCORE', seen, whole(till), '+inf')) do
    local first = '[' .. value .. separator .. string.format('%016.0f', from)
    local last = '(' .. value .. separator .. string.format('%016.0f', till)
    if redis.call('ZLEXCOUNT', occurrences, first, last) > 0 then total = total + 1 end
  end
  return total
end

local function read_since(key, from, till)
  local rows = redis.call(
    'ZREVRANGEBYSCORE', key .. separator .. 'o', '(' .. whole(till), whole(from), 'WITHSCORES', 'LIMIT', 0, 1)
  return rows[2] and (till - tonumber(rows[2])) or nil
end

-- The values of all features in the plan's order, as text: whole numbers (microseconds for a time since), '' if unknown.
local function read(token, entities, till)
  local values, keys = {}, {}
  for index, stream in ipairs(plan.streams) do keys[index] = entity_key(token, stream, entities) end
  for index, feature in ipairs(plan.features) do
    local key = keys[feature.stream]
    local from = till - feature.window * second
    local value = nil
    if key then
      if feature.aggregate == 'count' then
        value = redis.call('ZCOUNT', key .. separator .. 'o', whole(from), '(' .. whole(till))
      elseif feature.aggregate == 'sum' then
        value = read_sum(key, from, till)
      elseif feature.aggregate == 'distinct' then
        value = read_distinct(key, feature.of, from, till)
      else
        value = read_since(key, from, till)
      end
    end
    values[index] = value and whole(value) or ''
  end
  return table.concat(values, ',')
end

-- Both stores settle by the stamp: until Postgres has it, the mark holds what a repeat is answered with.
local function hold_mark(request, stamp, total, pending)
  redis.call('HSET', base .. ':current', request.mark, request.hash .. '|' .. whole(stamp) .. '|' .. whole(total))
  redis.call('HSET', base .. ':pending', whole(stamp), pending)
  redis.call('ZADD', base .. ':unsettled', whole(stamp), whole(stamp))
end

-- hash, stamp and total of the latest body under this mark, while it is held.
local function held_mark(name)
  local held = redis.call('HGET', base .. ':current', name)
  if not held then return nil end
  return string.match(held, '^([^|]*)|(%d+)|(-?%d+)$')
end

-- One step for whatever is observed live: its stamp, the values of its window, and the record of it.
-- ARGV: now (µs), request as JSON: mark (one line), hash, payload (kept for the sweeper), kind, category, entities,
-- occurred (µs; absent: the stamp), amount (base minor units; absent: unknown), replaces (whether the amount is a total
-- of which only the difference counts), previous (that total as Postgres knows it), read, record.
-- Answers {'lost', run_id}, or {'new' or 'repeated', stamp, lines}: mark, epoch, token, values, occurred, difference,
-- payload, of the first request with this mark and body.
local now = tonumber(ARGV[1])
local request = cjson.decode(ARGV[2])
local epoch = open_epoch()
if not epoch then return { 'lost', run_id() } end

local hash, held, total = held_mark(request.mark)
if request.record and hash == request.hash then
  return { 'repeated', held, redis.call('HGET', base .. ':pending', held) }
end

local stamp = next_stamp(now)
local occurred = request.occurred and math.min(request.occurred, stamp) or stamp
local values = request.read and read(epoch.token, request.entities, occurred) or ''
local previous = tonumber(total or request.previous or '0')
local amount, difference = previous, 0
if request.amount then
  amount = request.amount
  difference = request.replaces and (amount - previous) or amount
end
local pending = table.concat(
  { request.mark, epoch.number, epoch.token, values, whole(occurred), whole(difference), request.payload }, '\n')
if request.record then
  local seen = {
    kind = request.kind,
    category = request.category,
    occurred = occurred,
    amount = difference,
    entities = request.entities,
  }
  record(epoch.token, seen, stamp, now)
  hold_mark(request, stamp, amount, pending)
end
return { 'new', whole(stamp), pending }

-- Adds stored observations to a generation that no epoch has opened yet; again does no harm.
-- ARGV: token, now (µs), JSON array of {stamp (text), kind, category, occurred, amount, entities}.
local token, now = ARGV[1], tonumber(ARGV[2])
for _, seen in ipairs(cjson.decode(ARGV[3])) do
  record(token, seen, tonumber(seen.stamp), now)
end
return 1

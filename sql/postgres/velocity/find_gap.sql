-- Was this live stamp given while observations were in Redis alone that were lost with it?
-- params: stamp
SELECT velocity_gap.id AS id
FROM velocity_gap
WHERE velocity_gap.from_stamp <= $1
  AND velocity_gap.until_stamp > $1
LIMIT 1

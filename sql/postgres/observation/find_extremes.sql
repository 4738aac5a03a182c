-- Up to where have observations arrived, and which stamp is the greatest live one?
-- params: origin
SELECT
  COALESCE((SELECT MAX(observation.arrival) FROM observation), 0) AS arrival,
  COALESCE((SELECT MAX(observation.stamp) FROM observation WHERE observation.origin = $1), 0) AS stamp

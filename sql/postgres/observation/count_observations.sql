-- How many observations of an origin are there?
-- params: origin
SELECT COUNT(*)::INTEGER AS observations
FROM observation
WHERE observation.origin = $1

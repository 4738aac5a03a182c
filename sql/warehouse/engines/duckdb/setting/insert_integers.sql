-- Fill the integers once.
-- params: none
INSERT INTO integers (n)
SELECT counted.n
FROM range(1000000) AS counted (n)
WHERE NOT EXISTS (SELECT integers.n FROM integers);

-- 0 to 999,999.
-- params: none
CREATE OR REPLACE VIEW published."integers" AS
SELECT integers.n AS n
FROM /*{own:identifier}*/.integers;

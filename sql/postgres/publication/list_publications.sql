-- Which relations of the company may be asked about?
-- params: none
SELECT
  publication.relation AS relation,
  publication.published_by AS published_by,
  publication.published_at AS published_at
FROM publication
ORDER BY publication.relation ASC;

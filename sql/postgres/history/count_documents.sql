-- How many documents has a generation?
-- params: generation
SELECT count(*) AS documents
FROM history_document
WHERE history_document.generation = $1

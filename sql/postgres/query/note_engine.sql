-- What ran this text first?
-- params: hash, engine
UPDATE query
SET engine = $2
WHERE query.hash = $1
  AND query.engine = 'not run yet';

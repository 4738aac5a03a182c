-- Keys of clients: `local` ones evaluate by themselves and get the rules, `remote` ones get answers only.
ALTER TABLE api_key ADD COLUMN evaluation TEXT CHECK (evaluation IN ('local', 'remote'));
UPDATE api_key SET evaluation = 'remote' WHERE kind = 'client';
ALTER TABLE api_key ADD CHECK ((kind = 'client') = (evaluation IS NOT NULL));

-- Exposures have a scope of their own from now on; whoever could report them still can.
UPDATE api_key
SET scopes = array_append(scopes, 'exposures:write')
WHERE 'events:write' = ANY(scopes);

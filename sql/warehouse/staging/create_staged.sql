-- Rows of the batch that is being loaded; of this connection only.
-- params: none
CREATE TEMP TABLE IF NOT EXISTS /*{table:identifier}*/ (
/*{columns:fragment}*/
);

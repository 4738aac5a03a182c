-- Rows of text, appended to a table.
-- params: none
COPY /*{table:fragment}*/ (
/*{columns:fragment}*/
) FROM STDIN;

-- Part of list_summaries: a cell as it is written; blank is none.
-- params: none
NULLIF(TRIM(CAST(source./*{column:identifier}*/ AS VARCHAR)), '')

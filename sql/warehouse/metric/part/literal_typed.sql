-- Part of a filter: a day or a time, of its text.
-- params: none
CAST(/*{text:fragment}*/ AS /*{type:fragment}*/)

-- How long the question may take.
-- params: none
SET LOCAL statement_timeout TO /*{milliseconds:integer}*/;

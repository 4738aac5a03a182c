-- How long the question may take.
-- params: none
SET statement_timeout TO /*{milliseconds:integer}*/;

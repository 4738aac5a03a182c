-- How much of the server's disk each process of the question may take while it runs.
-- params: none
SET LOCAL temp_file_limit TO /*{kilobytes:integer}*/;

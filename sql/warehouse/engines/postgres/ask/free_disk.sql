-- Our own statements may take as much of the server's disk as it lets them.
-- params: none
SET LOCAL temp_file_limit TO DEFAULT;

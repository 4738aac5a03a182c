-- How much of the disk what does not fit into memory may take. DuckDB shows this as set, and ignores it, when it is given at
-- the opening (1.5.6): only a statement counts.
-- params: none
SET GLOBAL max_temp_directory_size = '/*{kibibytes:integer}*/KiB';

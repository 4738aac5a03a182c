-- Only these files may be read.
-- params: none
SET GLOBAL allowed_paths = [/*{paths:fragment}*/];

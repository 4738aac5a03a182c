-- Only these folders may be read: the loader's.
-- params: none
SET GLOBAL allowed_directories = [/*{folders:fragment}*/];

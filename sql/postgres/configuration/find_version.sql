-- Which version has the configuration now?
-- params: none
SELECT configuration_version.version AS version
FROM configuration_version;

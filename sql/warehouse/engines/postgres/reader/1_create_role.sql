-- Who asks people's questions: a role that owns nothing and cannot sign in. It may be there already, made by whoever may.
-- From 16 on whoever makes a role may give it away but not act as it, unless that is granted too; 15 has no such words.
-- params: none
DO $$
DECLARE
  acting CONSTANT TEXT := CASE WHEN current_setting('server_version_num')::INTEGER >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'verdict_reader') THEN
    BEGIN
      CREATE ROLE verdict_reader NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      -- Another database's worker was quicker: roles are the server's.
      NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'verdict_reader', acting) THEN
    EXECUTE format('GRANT verdict_reader TO %I', current_user)
      || CASE WHEN acting = 'SET' THEN ' WITH SET TRUE, INHERIT FALSE' ELSE '' END;
  END IF;
END
$$;

-- Who asks people's questions: a role that owns nothing and cannot sign in. It may be there already, made by whoever may.
-- params: none
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'verdict_reader') THEN
    BEGIN
      CREATE ROLE verdict_reader NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      -- Another database's worker was quicker: roles are the server's.
      NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'verdict_reader', 'MEMBER') THEN
    EXECUTE format('GRANT verdict_reader TO %I', current_user);
  END IF;
END
$$;

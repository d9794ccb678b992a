CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER core_audit_no_change BEFORE UPDATE OR DELETE ON core_auditrecord
FOR EACH ROW EXECUTE FUNCTION core_refuse_change();

CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON core_auditrecord
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

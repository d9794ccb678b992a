CREATE TRIGGER core_audit_no_update BEFORE UPDATE ON core_auditrecord
BEGIN
  SELECT RAISE(ABORT, 'core_auditrecord is append-only');
END;

CREATE TRIGGER core_audit_no_delete BEFORE DELETE ON core_auditrecord
BEGIN
  SELECT RAISE(ABORT, 'core_auditrecord is append-only');
END;


-- Posted rows of this room are never changed or deleted: the database refuses it, whoever asks.
-- A restore or a test that must empty the tables runs with session_replication_role = replica (superuser only).
CREATE OR REPLACE FUNCTION posting_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % refused: posted rows are immutable, post a reversal instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;

CREATE TRIGGER posting_postedfact_immutable BEFORE UPDATE OR DELETE ON posting_postedfact
FOR EACH ROW EXECUTE FUNCTION posting_refuse_change();

CREATE TRIGGER posting_postedfact_kept BEFORE TRUNCATE ON posting_postedfact
FOR EACH STATEMENT EXECUTE FUNCTION posting_refuse_change();

CREATE TRIGGER posting_noeffect_immutable BEFORE UPDATE OR DELETE ON posting_noeffect
FOR EACH ROW EXECUTE FUNCTION posting_refuse_change();

CREATE TRIGGER posting_noeffect_kept BEFORE TRUNCATE ON posting_noeffect
FOR EACH STATEMENT EXECUTE FUNCTION posting_refuse_change();

-- Posted rows of this room are never changed or deleted: the database refuses it, whoever asks.
-- A restore or a test that must empty the tables runs with session_replication_role = replica (superuser only).
CREATE OR REPLACE FUNCTION stock_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % refused: posted rows are immutable, post a reversal instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;

CREATE TRIGGER stock_stockmove_immutable BEFORE UPDATE OR DELETE ON stock_stockmove
FOR EACH ROW EXECUTE FUNCTION stock_refuse_change();

CREATE TRIGGER stock_stockmove_kept BEFORE TRUNCATE ON stock_stockmove
FOR EACH STATEMENT EXECUTE FUNCTION stock_refuse_change();

CREATE TRIGGER stock_stockvalue_immutable BEFORE UPDATE OR DELETE ON stock_stockvalue
FOR EACH ROW EXECUTE FUNCTION stock_refuse_change();

CREATE TRIGGER stock_stockvalue_kept BEFORE TRUNCATE ON stock_stockvalue
FOR EACH STATEMENT EXECUTE FUNCTION stock_refuse_change();

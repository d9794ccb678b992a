-- Posted rows of this room are never changed or deleted: the database refuses it, whoever asks.
-- A restore or a test that must empty the tables runs with session_replication_role = replica (superuser only).
CREATE OR REPLACE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % refused: posted rows are immutable, post a reversal instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;

CREATE TRIGGER ledger_entry_immutable BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_entryline_immutable BEFORE UPDATE OR DELETE ON ledger_entryline
FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_entryline_kept BEFORE TRUNCATE ON ledger_entryline
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_entryseal_immutable BEFORE UPDATE OR DELETE ON ledger_entryseal
FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_entryseal_kept BEFORE TRUNCATE ON ledger_entryseal
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_settlement_immutable BEFORE UPDATE OR DELETE ON ledger_settlement
FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();

CREATE TRIGGER ledger_settlement_kept BEFORE TRUNCATE ON ledger_settlement
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- An INSERT brings whole entries: the lines of each entry in one statement balance. One check per statement.
CREATE OR REPLACE FUNCTION ledger_entryline_balanced() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    unbalanced bigint;
BEGIN
    SELECT entry_id INTO unbalanced FROM added GROUP BY entry_id HAVING sum(debit) <> sum(credit) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % refused: debits and credits differ', unbalanced USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER ledger_entryline_balances AFTER INSERT ON ledger_entryline
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entryline_balanced();

-- An entry lies inside its own period, and the period is not closed. Closing locks the period FOR UPDATE: an entry
-- waits for it here and looks again, and closing waits for entries that came first. (The foreign key takes this lock
-- anyway, but only at commit.) DETAIL says in JSON what the person who posts must know.
CREATE OR REPLACE FUNCTION ledger_entry_in_open_period() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    refused record;
BEGIN
    PERFORM 1 FROM ledger_period p WHERE p.id IN (SELECT a.period_id FROM added a) ORDER BY p.id FOR KEY SHARE;
    SELECT a.id, a.business_date, p.code, p.state, p.ledger_id INTO refused
    FROM added a JOIN ledger_period p ON p.id = a.period_id
    WHERE p.state = 'closed' OR p.ledger_id <> a.ledger_id OR p.company_id <> a.company_id
        OR a.business_date NOT BETWEEN p.starts_on AND p.ends_on
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % refused: its period is closed or not its own', refused.id
            USING ERRCODE = 'check_violation',
            CONSTRAINT = CASE refused.state WHEN 'closed' THEN 'ledger_entry_open_period' ELSE 'ledger_entry_period' END,
            DETAIL = json_build_object(
                'date', refused.business_date, 'period', refused.code::text,
                'ledger', (SELECT l.code FROM ledger_ledger l WHERE l.id = refused.ledger_id),
                'first_open', coalesce((SELECT min(p.starts_on)::text FROM ledger_period p WHERE p.state <> 'closed'
                    AND p.ledger_id = refused.ledger_id AND p.starts_on > refused.business_date), '(none)'));
    END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER ledger_entry_period AFTER INSERT ON ledger_entry
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_in_open_period();

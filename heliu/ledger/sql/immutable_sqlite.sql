-- Posted rows of this room are never changed or deleted: the database refuses it, whoever asks.
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of ledger_entry refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN
    SELECT RAISE(ABORT, 'DELETE of ledger_entry refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_entryline_no_update BEFORE UPDATE ON ledger_entryline
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of ledger_entryline refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_entryline_no_delete BEFORE DELETE ON ledger_entryline
BEGIN
    SELECT RAISE(ABORT, 'DELETE of ledger_entryline refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_entryseal_no_update BEFORE UPDATE ON ledger_entryseal
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of ledger_entryseal refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_entryseal_no_delete BEFORE DELETE ON ledger_entryseal
BEGIN
    SELECT RAISE(ABORT, 'DELETE of ledger_entryseal refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_settlement_no_update BEFORE UPDATE ON ledger_settlement
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of ledger_settlement refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER ledger_settlement_no_delete BEFORE DELETE ON ledger_settlement
BEGIN
    SELECT RAISE(ABORT, 'DELETE of ledger_settlement refused: posted rows are immutable, post a reversal instead');
END;

-- An entry lies inside its own period, and the period is not closed.
CREATE TRIGGER ledger_entry_period BEFORE INSERT ON ledger_entry
WHEN EXISTS (
    SELECT 1 FROM ledger_period p
    WHERE p.id = NEW.period_id
        AND (p.state = 'closed' OR p.ledger_id <> NEW.ledger_id OR p.company_id <> NEW.company_id
            OR NEW.business_date NOT BETWEEN p.starts_on AND p.ends_on)
)
BEGIN
    SELECT RAISE(ABORT, 'entry refused: its period is closed or not its own');
END;

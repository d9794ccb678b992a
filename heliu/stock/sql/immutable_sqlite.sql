-- Posted rows of this room are never changed or deleted: the database refuses it, whoever asks.
CREATE TRIGGER stock_stockmove_no_update BEFORE UPDATE ON stock_stockmove
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of stock_stockmove refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER stock_stockmove_no_delete BEFORE DELETE ON stock_stockmove
BEGIN
    SELECT RAISE(ABORT, 'DELETE of stock_stockmove refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER stock_stockvalue_no_update BEFORE UPDATE ON stock_stockvalue
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of stock_stockvalue refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER stock_stockvalue_no_delete BEFORE DELETE ON stock_stockvalue
BEGIN
    SELECT RAISE(ABORT, 'DELETE of stock_stockvalue refused: posted rows are immutable, post a reversal instead');
END;

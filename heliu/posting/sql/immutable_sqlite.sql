-- Posted rows of this room are never changed or deleted: the database refuses it, whoever asks.
CREATE TRIGGER posting_postedfact_no_update BEFORE UPDATE ON posting_postedfact
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of posting_postedfact refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER posting_postedfact_no_delete BEFORE DELETE ON posting_postedfact
BEGIN
    SELECT RAISE(ABORT, 'DELETE of posting_postedfact refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER posting_noeffect_no_update BEFORE UPDATE ON posting_noeffect
BEGIN
    SELECT RAISE(ABORT, 'UPDATE of posting_noeffect refused: posted rows are immutable, post a reversal instead');
END;

CREATE TRIGGER posting_noeffect_no_delete BEFORE DELETE ON posting_noeffect
BEGIN
    SELECT RAISE(ABORT, 'DELETE of posting_noeffect refused: posted rows are immutable, post a reversal instead');
END;

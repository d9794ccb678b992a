-- Posting remembers masters until one of them changes; the mark changes with them, whoever writes.
CREATE OR REPLACE FUNCTION posting_mark_masters(owners bigint[]) RETURNS void LANGUAGE sql AS $body$
    INSERT INTO posting_masterversion (id, company_id, version)
    SELECT owner, owner, (random() * 9e18)::bigint FROM unnest(owners) AS owner ORDER BY owner
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version
$body$;

CREATE OR REPLACE FUNCTION posting_item_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    owners bigint[] := ARRAY(
        SELECT DISTINCT n.company_id FROM now_so n JOIN before b ON b.id = n.id
        WHERE (n.code, n.name, n.category_id, n.costing_method)
            IS DISTINCT FROM (b.code, b.name, b.category_id, b.costing_method));
BEGIN
    IF cardinality(owners) > 0 THEN PERFORM posting_mark_masters(owners); END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER posting_item_changed AFTER UPDATE ON catalog_item
REFERENCING OLD TABLE AS before NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION posting_item_changed();

CREATE OR REPLACE FUNCTION posting_party_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    owners bigint[] := ARRAY(
        SELECT DISTINCT n.company_id FROM now_so n JOIN before b ON b.id = n.id
        WHERE (n.customer_group_id, n.supplier_group_id) IS DISTINCT FROM (b.customer_group_id, b.supplier_group_id));
BEGIN
    IF cardinality(owners) > 0 THEN PERFORM posting_mark_masters(owners); END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER posting_party_changed AFTER UPDATE ON parties_party
REFERENCING OLD TABLE AS before NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION posting_party_changed();

CREATE OR REPLACE FUNCTION posting_master_touched() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM posting_mark_masters(ARRAY(SELECT DISTINCT b.company_id FROM before b));
    RETURN NULL;
END
$body$;

CREATE TRIGGER posting_location_changed AFTER UPDATE ON stock_location
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION posting_master_touched();

CREATE TRIGGER posting_warehouse_changed AFTER UPDATE ON stock_warehouse
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION posting_master_touched();

CREATE TRIGGER posting_item_removed AFTER DELETE ON catalog_item
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION posting_master_touched();

CREATE TRIGGER posting_party_removed AFTER DELETE ON parties_party
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION posting_master_touched();

CREATE TRIGGER posting_location_removed AFTER DELETE ON stock_location
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION posting_master_touched();

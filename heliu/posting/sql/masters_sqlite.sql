-- Posting remembers masters until one of them changes; the mark changes with them, whoever writes.
CREATE TRIGGER posting_item_changed AFTER UPDATE OF code, name, category_id, costing_method ON catalog_item
WHEN NEW.code IS NOT OLD.code OR NEW.name IS NOT OLD.name OR NEW.category_id IS NOT OLD.category_id
    OR NEW.costing_method IS NOT OLD.costing_method
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (NEW.company_id, NEW.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER posting_party_changed AFTER UPDATE OF customer_group_id, supplier_group_id ON parties_party
WHEN NEW.customer_group_id IS NOT OLD.customer_group_id OR NEW.supplier_group_id IS NOT OLD.supplier_group_id
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (NEW.company_id, NEW.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER posting_location_changed AFTER UPDATE OF kind, warehouse_id ON stock_location
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (NEW.company_id, NEW.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER posting_warehouse_changed AFTER UPDATE OF allow_negative ON stock_warehouse
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (NEW.company_id, NEW.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER posting_item_removed AFTER DELETE ON catalog_item
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (OLD.company_id, OLD.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER posting_party_removed AFTER DELETE ON parties_party
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (OLD.company_id, OLD.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER posting_location_removed AFTER DELETE ON stock_location
BEGIN
    INSERT INTO posting_masterversion (id, company_id, version) VALUES (OLD.company_id, OLD.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET version = excluded.version;
END;

"""Goods items and events are kept by month: the largest tables stay many small ones, whose indexes fit into memory.

The month is the one in which a declaration came in, UTC, as the first 48 bits of a uuid7 tell it. An event is kept with
its declaration, so that a history lies in one place. A goods item is kept by its own id, which is of the month of its
version: so each month sees to it that no version has a number twice.

Months are made ahead (`declarations.months`). What comes after the last of them goes into one table more, so that
nothing is ever refused for want of a month. All that was there before is in the first.

This is not taken back: code of before works on these tables as on those that it made.
"""

from django.db import migrations, models

MONTHS = """
CREATE FUNCTION declarations_first_id(month date) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM month::timestamp AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0')
            || repeat('0', 20))::uuid
$$;
COMMENT ON FUNCTION declarations_first_id IS 'The least uuid7 of a month, UTC.';

CREATE FUNCTION declarations_month_of(id uuid) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_trunc('month', to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
                               AT TIME ZONE 'UTC')::date
$$;
COMMENT ON FUNCTION declarations_month_of IS 'The first day of the month of a uuid7, UTC.';
"""

# Rows are read through the whole table, whose rights and walls hold; nobody goes to a month itself.
ATTACH = """
CREATE FUNCTION declarations_attach_month(whole text, part text, bounds text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, whole);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only()', part);
    IF whole = 'declarations_goodsitem' THEN
        EXECUTE format('CREATE UNIQUE INDEX %I ON %I (version_id, number)', part || '_number_once', part);
        IF bounds NOT LIKE '%MINVALUE%' THEN
            EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I'
                           ' CHECK (declarations_month_of(id) = declarations_month_of(version_id))',
                           part, part || '_month_of_version');
        END IF;
    END IF;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I %s', whole, part, bounds);
END $$;
"""

# As the owner of the tables: who asks for months (the dispatcher) may make no table.
MAKE = """
CREATE FUNCTION declarations_make_months(until date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    whole text;
    key text;
    part text;
    month date;
    bounds text[];
    is_late boolean;
    made integer := 0;
BEGIN
    PERFORM set_config('singlewindow.maintenance', 'on', true);
    FOR whole, key IN VALUES ('declarations_goodsitem', 'id'), ('declarations_event', 'declaration_id') LOOP
        FOR month IN SELECT generate_series(date_trunc('month', now() AT TIME ZONE 'UTC'), until, '1 month') LOOP
            part := whole || to_char(month, '_YYYY_MM');
            CONTINUE WHEN to_regclass(part) IS NOT NULL;
            bounds := ARRAY[declarations_first_id(month), declarations_first_id((month + interval '1 month')::date)];
            -- What came before its month was made stays among what is later.
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I >= %L AND %I < %L)',
                           whole, key, bounds[1], key, bounds[2]) INTO is_late;
            CONTINUE WHEN is_late;
            PERFORM declarations_attach_month(
                whole, part, format('FOR VALUES FROM (%L) TO (%L)', bounds[1], bounds[2]));
            made := made + 1;
        END LOOP;
    END LOOP;
    PERFORM set_config('singlewindow.maintenance', '', true);
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION declarations_make_months FROM PUBLIC;
GRANT EXECUTE ON FUNCTION declarations_make_months TO singlewindow_worker;
"""

# All rows are moved, which only maintenance may see. Foreign keys and walls that look at the old table go with it.
BY_MONTH = """
SET LOCAL singlewindow.maintenance = 'on';
ALTER TABLE {table} RENAME TO {table}_whole;
CREATE TABLE {table} (LIKE {table}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE ({key});
DO $$
DECLARE
    this date := date_trunc('month', now() AT TIME ZONE 'UTC');
    following uuid := declarations_first_id((this + interval '1 month')::date);
BEGIN
    PERFORM declarations_attach_month(
        '{table}', '{table}' || to_char(this, '_YYYY_MM'), format('FOR VALUES FROM (MINVALUE) TO (%L)', following));
    PERFORM declarations_attach_month('{table}', '{table}_later', 'DEFAULT');
END $$;
INSERT INTO {table} SELECT * FROM {table}_whole;
DROP TABLE {table}_whole CASCADE;
"""

WALLS = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION declarations_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
REVOKE ALL ON {table} FROM PUBLIC;
GRANT SELECT, INSERT ON {table} TO singlewindow_web, singlewindow_officer, singlewindow_worker;
GRANT SELECT ON {table} TO singlewindow_audit;
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON {table} TO singlewindow_web
    USING (EXISTS (SELECT FROM {owner} own WHERE own.id = {column})) WITH CHECK (true);
CREATE POLICY every_row ON {table} TO singlewindow_officer, singlewindow_worker, singlewindow_audit
    USING (true) WITH CHECK (true);
CREATE POLICY maintenance ON {table} TO CURRENT_USER
    USING (current_setting('singlewindow.maintenance', true) = 'on')
    WITH CHECK (current_setting('singlewindow.maintenance', true) = 'on');
"""

GOODS_ITEM = """
ALTER TABLE declarations_goodsitem ADD CONSTRAINT declarations_goodsitem_pkey PRIMARY KEY (id);
ALTER TABLE declarations_goodsitem ADD CONSTRAINT declarations_goodsit_version_id_e7c8d432_fk_declarati
    FOREIGN KEY (version_id) REFERENCES declarations_version (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX goods_item_of_commodity ON declarations_goodsitem (commodity_code, id);
"""
OF_A_GOODS_ITEM = """
ALTER TABLE {table} ADD CONSTRAINT {tie}
    FOREIGN KEY (goods_item_id) REFERENCES declarations_goodsitem (id) DEFERRABLE INITIALLY DEFERRED;
CREATE POLICY own_rows ON {table} TO singlewindow_web
    USING (EXISTS (SELECT FROM declarations_goodsitem own WHERE own.id = goods_item_id)) WITH CHECK (true);
"""

TIES = {
    "declarations_assessedduty": "declarations_assesse_goods_item_id_f452a696_fk_declarati",
    "declarations_permitclaim": "declarations_permitc_goods_item_id_edfd9348_fk_declarati",
}

# What refers to an event names its declaration too, by which it is found in its month.
EVENT = """
ALTER TABLE declarations_event ADD CONSTRAINT declarations_event_pkey PRIMARY KEY (declaration_id, id);
ALTER TABLE declarations_event ADD CONSTRAINT event_seq_once UNIQUE (declaration_id, seq);
ALTER TABLE declarations_event ADD CONSTRAINT declarations_event_declaration_id_8eed503f_fk_declarati
    FOREIGN KEY (declaration_id) REFERENCES declarations_declaration (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX declarations_event_id ON declarations_event (id);
CREATE INDEX event_feed_order ON declarations_event (transaction, declaration_id, seq);
CREATE INDEX event_recorded ON declarations_event (recorded_at);
CREATE INDEX event_of_officer ON declarations_event (actor, recorded_at) WHERE actor LIKE 'officer:%';
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0020_desk_walls"), ("notifications", "0002_walls")]

    operations = [
        migrations.RunSQL(MONTHS),
        migrations.RunSQL(ATTACH),
        migrations.RunSQL(MAKE),
        migrations.RunSQL(BY_MONTH.format(table="declarations_goodsitem", key="id")),
        migrations.RunSQL(GOODS_ITEM),
        migrations.RunSQL(
            WALLS.format(table="declarations_goodsitem", owner="declarations_version", column="version_id")
        ),
        *(migrations.RunSQL(OF_A_GOODS_ITEM.format(table=table, tie=tie)) for table, tie in TIES.items()),
        migrations.RunSQL(BY_MONTH.format(table="declarations_event", key="declaration_id")),
        migrations.RunSQL(EVENT),
        migrations.RunSQL(
            WALLS.format(table="declarations_event", owner="declarations_declaration", column="declaration_id")
        ),
        migrations.RunSQL("SELECT declarations_make_months((now() AT TIME ZONE 'UTC' + interval '3 months')::date)"),
        # The indexes that Django makes for a foreign key begin another index here.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "goodsitem",
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Of which version.",
                        on_delete=models.deletion.PROTECT,
                        related_name="goods_items",
                        to="declarations.version",
                    ),
                ),
                migrations.AlterField(
                    "event",
                    "declaration",
                    models.ForeignKey(
                        db_index=False,
                        help_text="To which.",
                        on_delete=models.deletion.PROTECT,
                        related_name="events",
                        to="declarations.declaration",
                    ),
                ),
            ]
        ),
    ]

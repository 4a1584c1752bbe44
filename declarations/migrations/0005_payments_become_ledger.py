"""What was paid becomes entries of the ledger, with the demand that each met; then the old table goes."""

from django.db import migrations

# History is appended, never changed: the walls are opened for this migration alone.
FILL = """
ALTER TABLE declarations_version DISABLE TRIGGER declarations_version_append_only;
UPDATE declarations_version version
   SET cause = 'LODGED', made_at = declaration.lodged_at, assessed_on = declaration.lodged_on, examined_from = version.number
  FROM declarations_declaration declaration WHERE declaration.id = version.declaration_id;
ALTER TABLE declarations_version ENABLE TRIGGER declarations_version_append_only;

INSERT INTO declarations_ledgerentry
       (id, declaration_id, version, kind, amount, owes, secures, due_on, reference, actor, at)
SELECT gen_random_uuid(), declaration.id, version.number, 'DEMAND', version.total_to_pay, version.total_to_pay, 0, NULL,
       '', 'system', declaration.lodged_at
  FROM declarations_version version JOIN declarations_declaration declaration ON declaration.id = version.declaration_id
 WHERE version.total_to_pay > 0 AND version.duty_is_computed;

-- A deferment of the old table named a security that was not registered: it is entered as what it settled, a payment.
INSERT INTO declarations_ledgerentry
       (id, declaration_id, version, kind, amount, owes, secures, due_on, reference, actor, at)
SELECT id, declaration_id, version, 'PAYMENT', amount, -amount, 0, NULL,
       CASE method WHEN 'DEFER' THEN 'deferred: ' || reference ELSE reference END, actor, at
  FROM declarations_payment;
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0004_life_of_a_declaration")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            "SET CONSTRAINTS ALL IMMEDIATE;", migrations.RunSQL.noop
        ),  # so that the table can be dropped in the same transaction
        migrations.DeleteModel(name="Payment"),
    ]

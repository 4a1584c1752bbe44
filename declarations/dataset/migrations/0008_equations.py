"""What a project takes out is a table or an equation: of an equation, what is out is kept once, when it is released."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

STEP = """
CREATE OR REPLACE FUNCTION dataset_output_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - '{{status,checked_at,refusal,released_id{more}}}'::text[]
       <> to_jsonb(OLD) - '{{status,checked_at,refusal,released_id{more}}}'::text[] THEN
        RAISE EXCEPTION 'output_as_requested: what was requested stays' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status IN ('REFUSED', 'RELEASED') THEN
        RAISE EXCEPTION 'output_step: % stays', OLD.status USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'RELEASED' AND (OLD.status <> 'CHECKED' OR
       (SELECT count(DISTINCT reviewed_by_id) FROM dataset_outputreview
         WHERE output_id = NEW.id AND of_check_at = NEW.checked_at AND approves) < 2) THEN
        RAISE EXCEPTION 'output_four_eyes: two reviewers approve what was checked last'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("dataset", "0007_right_to_decide_on_research")]

    operations = [
        migrations.AddField(
            "outputrequest",
            "kind",
            models.CharField(
                choices=[("TABLE", "a protected table"), ("EQUATION", "an estimated equation")],
                default="TABLE",
                help_text="A table or an equation.",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "outputrequest",
            "estimates",
            models.JSONField(
                help_text="What is out of an equation: each term, coefficient, standard error, firms behind it.",
                null=True,
            ),
        ),
        migrations.AlterField(
            "outputrequest",
            "released",
            models.OneToOneField(
                help_text="The table that is out.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="output",
                to="dataset.ledgertable",
            ),
        ),
        migrations.AlterField(
            "outputrequest",
            "tabulation",
            models.JSONField(
                help_text="What a table counts and by what: measure, axes, where; an equation: explains, by, where."
            ),
        ),
        migrations.RemoveConstraint("outputrequest", "output_released_is_in_the_ledger"),
        migrations.AddConstraint(
            "outputrequest",
            models.CheckConstraint(
                condition=Q(status="RELEASED", kind="TABLE", released__isnull=False, estimates__isnull=True)
                | Q(status="RELEASED", kind="EQUATION", released__isnull=True, estimates__isnull=False)
                | (~Q(status="RELEASED") & Q(released__isnull=True, estimates__isnull=True)),
                name="output_released_is_out",
            ),
        ),
        migrations.RunSQL(STEP.format(more=",estimates"), STEP.format(more="")),
    ]

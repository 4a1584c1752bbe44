"""The right to decide on research, and to review what comes out of it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dataset", "0006_proof_rights")]

    operations = [
        migrations.AlterModelOptions(
            name="researchproject",
            options={
                "ordering": ("-applied_at",),
                "permissions": [("decide_researchproject", "Can decide on research, and review what comes out")],
            },
        ),
    ]

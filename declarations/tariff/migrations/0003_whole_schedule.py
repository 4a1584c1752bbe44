"""Every column of the schedule has its regime."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tariff", "0002_edition_triggers")]

    operations = [
        migrations.RemoveConstraint(
            model_name="dutyrate",
            name="duty_rate_regime_is_known",
        ),
        migrations.AlterField(
            model_name="dutyrate",
            name="regime",
            field=models.CharField(
                choices=[
                    ("GENERAL", "general"),
                    ("TEMPORARY", "temporary"),
                    ("WTO", "WTO"),
                    ("GSP", "GSP"),
                    ("LDC", "LDC"),
                    ("SG", "Singapore-Japan"),
                    ("MX", "Mexico-Japan"),
                    ("MY", "Malaysia-Japan"),
                    ("CL", "Chile-Japan"),
                    ("TH", "Thailand-Japan"),
                    ("ID", "Indonesia-Japan"),
                    ("BN", "Brunei-Japan"),
                    ("ASEAN", "ASEAN"),
                    ("PH", "Philippines-Japan"),
                    ("CH", "Switzerland-Japan"),
                    ("VN", "Viet Nam-Japan"),
                    ("IN", "India-Japan"),
                    ("PE", "Peru-Japan"),
                    ("AU", "Australia-Japan"),
                    ("MN", "Mongolia-Japan"),
                    ("CPTPP", "CPTPP"),
                    ("EU", "EU"),
                    ("UK", "UK"),
                    ("RCEP_ASEAN_AU_NZ", "RCEP (ASEAN, Australia, New Zealand)"),
                    ("RCEP_CN", "RCEP (China)"),
                    ("RCEP_KR", "RCEP (Korea)"),
                    ("US_JP", "US-Japan"),
                ],
                help_text="Column of the schedule: general, temporary, WTO, a preference or an agreement.",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyrate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "regime__in",
                        [
                            "GENERAL",
                            "TEMPORARY",
                            "WTO",
                            "GSP",
                            "LDC",
                            "SG",
                            "MX",
                            "MY",
                            "CL",
                            "TH",
                            "ID",
                            "BN",
                            "ASEAN",
                            "PH",
                            "CH",
                            "VN",
                            "IN",
                            "PE",
                            "AU",
                            "MN",
                            "CPTPP",
                            "EU",
                            "UK",
                            "RCEP_ASEAN_AU_NZ",
                            "RCEP_CN",
                            "RCEP_KR",
                            "US_JP",
                        ],
                    )
                ),
                name="duty_rate_regime_is_known",
            ),
        ),
    ]

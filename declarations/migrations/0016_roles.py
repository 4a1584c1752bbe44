"""Walls between readers: a role for each kind of process, with the rights that it needs and no others, and row-level
security on whatever belongs to an organisation. The owner of the tables is for migrations alone."""

from django.db import migrations

ROLES = ("singlewindow_web", "singlewindow_officer", "singlewindow_worker", "singlewindow_audit")

# The owner makes them where they are missing; where it may not, whoever runs the cluster does (docs/operations.md).
# Two databases of one cluster may be migrated at the same moment.
MAKE_ROLES = """
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['singlewindow_web', 'singlewindow_officer', 'singlewindow_worker', 'singlewindow_audit']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', name, current_user);
        END IF;
    END LOOP;
END $$;
"""

S, SI, SU, SIU, ALL = (
    "SELECT",
    "SELECT, INSERT",
    "SELECT, UPDATE",
    "SELECT, INSERT, UPDATE",
    "SELECT, INSERT, UPDATE, DELETE",
)
NONE = ""
LOCK = "SELECT, UPDATE (id)"  # to lock a row one must be allowed to change a column of it; an id that is used never is

# What each role may do: web, officer, worker. Whoever reads for an audit reads everything but secrets.
RIGHTS = {
    # what was said and done: only appended
    "declarations_submission": (SI, S, SI),
    "declarations_version": (SI, SI, SI),
    "declarations_goodsitem": (SI, SI, SI),
    "declarations_assessedduty": (SI, SI, SI),
    "declarations_permitclaim": (SI, SI, SI),
    "declarations_event": (SI, SI, SI),
    "declarations_ledgerentry": (SI, SI, SI),
    "declarations_examination": (S, SI, S),
    "declarations_question": (S, SI, S),
    "declarations_questionanswer": (SI, S, S),
    "declarations_dutydeclaration": (SI, S, S),
    "selection_selection": (SI, SI, SI),
    "permits_permitcheckattempt": (SI, SI, SI),
    "notifications_deliveryattempt": (S, S, SI),
    # what is under way
    "declarations_declaration": (SIU, SIU, SIU),
    "declarations_application": (SIU, SIU, SIU),
    "declarations_document": (SIU, SIU, SIU),
    "declarations_draft": (ALL, S, ALL),
    "declarations_batch": (SIU, S, ALL),
    "declarations_batchchunk": (SIU, S, ALL),
    "declarations_batchrow": (SIU, S, ALL),
    "permits_permitcheck": (SIU, SIU, SIU),
    "permits_agencybreaker": (S, ALL, SIU),
    "singlewindow_trouble": (S, ALL, ALL),
    "singlewindow_replay": (S, SI, SI),
    "singlewindow_heartbeat": (S, S, ALL),
    "permits_overrideproposal": (S, SIU, S),
    "permits_inboxmessage": (NONE, S, SIU),
    "notifications_webhookendpoint": (SIU, S, SU),
    "notifications_endpointsecret": (ALL, NONE, S),
    "notifications_mailsubscription": (ALL, S, S),
    "notifications_delivery": (SIU, S, SIU),
    "notifications_feedplace": (S, S, SU),
    # the register of organisations, people and programs
    "traders_trader": (LOCK, ALL, S),
    "traders_mandate": (S, ALL, S),
    "traders_security": (LOCK, ALL, S),
    "traders_apiclient": (S, ALL, S),
    "traders_clientkey": (S, ALL, S),
    "traders_usedassertion": (ALL, S, ALL),
    "traders_tally": (ALL, ALL, ALL),
    "otp_totp_totpdevice": (ALL, ALL, NONE),
    "otp_static_staticdevice": (ALL, ALL, NONE),
    "otp_static_statictoken": (ALL, ALL, NONE),
    "traders_user": ("SELECT, UPDATE (last_login, password)", ALL, S),
    "traders_user_groups": (S, ALL, S),
    "traders_user_user_permissions": (S, ALL, S),
    "auth_group": (S, ALL, NONE),
    "auth_group_permissions": (S, ALL, NONE),
    "auth_permission": (S, S, NONE),
    "django_session": (ALL, ALL, ALL),
    "django_admin_log": (NONE, SI, NONE),
    "django_content_type": (S, S, S),
    "django_migrations": (S, S, S),
    # the law and its codes
    "tariff_commodity": (S, ALL, S),
    "tariff_loadedschedule": (S, ALL, S),
    "tariff_dutyrate": (S, ALL, S),
    "tariff_exchangerate": (S, ALL, S),
    "tariff_customsoffice": (S, ALL, S),
    "tariff_bondedarea": (S, ALL, S),
    "tariff_declarationtype": (S, ALL, S),
    "tariff_tariffedition": (S, SIU, S),
    "selection_riskprofile": (S, ALL, S),
    "selection_selectionedition": (S, SIU, S),
    "permits_agency": (S, ALL, S),
    "permits_law": (S, ALL, S),
    "permits_requirement": (S, ALL, S),
    "permits_permitsedition": (S, SIU, S),
}
SECRET = {
    "otp_totp_totpdevice",
    "otp_static_statictoken",
    "notifications_endpointsecret",
    "traders_user",
    "traders_apiclient",
    "django_session",
}

# The organisation of the one who asks; unset, nobody: no row at all. A subselect, so that it is read once a statement.
ORG = "(SELECT nullif(current_setting('app.org', true), '')::uuid)"
OF_THE_DECLARATION = "EXISTS (SELECT FROM declarations_declaration own WHERE own.id = declaration_id)"


def _through(table: str, column: str) -> str:
    """Its rows are whose the row is that they belong to: the wall of that table is asked, and so on."""
    return f"EXISTS (SELECT FROM {table} own WHERE own.id = {column})"


# Which rows a web process sees of what belongs to an organisation; and, where it is another, which it may write.
# What hangs on a declaration is written with it in one statement, which does not see it yet: its foreign key holds it.
# The guard of releases looks as whoever releases: all that hangs on a declaration is seen by whoever may write it.
ROWS = {
    "declarations_declaration": (f"declarant_id = {ORG} OR trader_id = {ORG}", None),
    "declarations_submission": (
        f"declarant_id = {ORG} OR EXISTS (SELECT FROM declarations_version own WHERE own.submission_id = declarations_submission.id)",
        f"declarant_id = {ORG}",
    ),
    "declarations_dutydeclaration": (f"declarant_id = {ORG} OR trader_id = {ORG}", None),
    "declarations_draft": (f"owner_id = {ORG}", None),
    "declarations_batch": (f"owner_id = {ORG}", None),
    "declarations_batchchunk": (_through("declarations_batch", "batch_id"), None),
    "declarations_batchrow": (_through("declarations_batch", "batch_id"), None),
    "declarations_version": (OF_THE_DECLARATION, "true"),
    "declarations_event": (OF_THE_DECLARATION, "true"),
    "declarations_ledgerentry": (OF_THE_DECLARATION, "true"),
    "declarations_examination": (OF_THE_DECLARATION, "true"),
    "declarations_question": (OF_THE_DECLARATION, "true"),
    "declarations_application": (OF_THE_DECLARATION, "true"),
    "declarations_document": (OF_THE_DECLARATION, "true"),
    "declarations_questionanswer": (_through("declarations_question", "question_id"), "true"),
    "declarations_goodsitem": (_through("declarations_version", "version_id"), "true"),
    "declarations_assessedduty": (_through("declarations_goodsitem", "goods_item_id"), "true"),
    "declarations_permitclaim": (_through("declarations_goodsitem", "goods_item_id"), "true"),
    "selection_selection": (
        "EXISTS (SELECT FROM declarations_version own WHERE own.selection_id = selection_selection.id)",
        "true",
    ),
    "permits_permitcheck": (_through("declarations_declaration", "subject::uuid"), "true"),
    "permits_permitcheckattempt": (_through("permits_permitcheck", "permit_check_id"), "true"),
    "permits_overrideproposal": (_through("permits_permitcheck", "permit_check_id"), "true"),
    "traders_security": (
        f"trader_id = {ORG} OR EXISTS (SELECT FROM traders_mandate own"
        f" WHERE own.trader_id = traders_security.trader_id AND own.broker_id = {ORG})",
        None,
    ),
    "notifications_webhookendpoint": (f"organisation_id = {ORG}", None),
    "notifications_endpointsecret": (_through("notifications_webhookendpoint", "endpoint_id"), None),
    "notifications_mailsubscription": (
        f"EXISTS (SELECT FROM traders_user own WHERE own.id = user_id AND own.trader_id = {ORG})",
        None,
    ),
    "notifications_delivery": (
        "EXISTS (SELECT FROM notifications_webhookendpoint own WHERE own.id = endpoint_id)"
        " OR EXISTS (SELECT FROM notifications_mailsubscription own WHERE own.id = subscription_id)",
        None,
    ),
    "notifications_deliveryattempt": (_through("notifications_delivery", "delivery_id"), "true"),
}


def _grant(table: str, web: str, officer: str, worker: str) -> str:
    audit = NONE if table in SECRET else S
    rights = zip(ROLES, (web, officer, worker, audit), strict=True)
    return f"REVOKE ALL ON {table} FROM PUBLIC;" + "".join(
        f"GRANT {right} ON {table} TO {role};" for role, right in rights if right
    )


def _wall(table: str, seen: str, written: str | None) -> str:
    everyone = ", ".join(ROLES[1:])
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON {table} TO singlewindow_web USING ({seen}) WITH CHECK ({written or seen});
CREATE POLICY every_row ON {table} TO {everyone} USING (true) WITH CHECK (true);
CREATE POLICY maintenance ON {table} TO CURRENT_USER
    USING (current_setting('singlewindow.maintenance', true) = 'on')
    WITH CHECK (current_setting('singlewindow.maintenance', true) = 'on');
"""


def _open(table: str) -> str:
    policies = "".join(f"DROP POLICY {name} ON {table};" for name in ("own_rows", "every_row", "maintenance"))
    return (
        f"{policies} ALTER TABLE {table} DISABLE ROW LEVEL SECURITY; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
    )


def _revoke(table: str) -> str:
    return f"REVOKE ALL ON {table} FROM {', '.join(ROLES)};"


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0015_looked_at_when_due"),
        ("notifications", "0002_walls"),
        ("permits", "0007_breaker_of_every_agency"),
        ("selection", "0002_edition_trigger"),
        ("tariff", "0005_search"),
        ("traders", "0005_tallies"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("singlewindow", "0002_replays_are_kept"),
        ("otp_totp", "0003_add_timestamps"),
        ("otp_static", "0003_add_timestamps"),
    ]

    operations = [
        migrations.RunSQL(MAKE_ROLES, migrations.RunSQL.noop),
        *(migrations.RunSQL(_grant(table, *rights), _revoke(table)) for table, rights in RIGHTS.items()),
        *(migrations.RunSQL(_wall(table, *rows), _open(table)) for table, rows in ROWS.items()),
    ]

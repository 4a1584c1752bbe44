"""Research access: from an application to a released table, by its pages; nobody decides alone, or of their own."""

import csv
import html
import io
import math
from collections import Counter
from datetime import date, timedelta

import numpy
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from declarations.dataset.disclosure.certificate import decoded, faults_of
from declarations.dataset.errors import ResearchRefused
from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate
from declarations.dataset.models import (
    AccessLog,
    LedgerTable,
    OutputRequest,
    Population,
    ResearchDecision,
    ResearchKey,
    ResearchProject,
)
from declarations.dataset.research import applying, extracts, joining, outputs
from declarations.dataset.research.applying import Application
from declarations.models import GoodsItem
from declarations.tariff.office_hours import JAPAN
from declarations.traders.models import User
from tests.declarations.dataset.store import as_login, login_of

pytestmark = pytest.mark.django_db(transaction=True)
APPROVAL, OVERRIDE = ResearchDecision.Step.APPROVAL, ResearchDecision.Step.OVERRIDE
OFFICERS = ("demo-senior-officer", "demo-research-reviewer")


@pytest.fixture
def generated(world):
    return generate(Plan(count=500, seed=21, first=date(2024, 4, 1), last=date(2024, 5, 31)), at=timezone.now())


@pytest.fixture(autouse=True)
def no_logins_left():
    """Logins belong to the cluster, not to the database that is emptied after the test."""
    yield
    for project in ResearchProject.objects.filter(status__in=["OPEN", "APPROVED"]):
        extracts.close_project(project.pk, by="test", at=timezone.now())


def person(username):
    return User.objects.get(username=username)


def browser(username):
    client = Client()
    client.force_login(person(username))
    return client


FORM = {
    "title": "Invoice currencies of small firms",
    "purpose": "Whether small firms invoice in yen.",
    "legal_ground": "Agreement of 2026",
    "direction": "IMPORT",
    "columns": ["month", "hs2", "country", "currency", "value", "firm"],
    "first_month": "2024-04",
    "last_month": "2024-05",
    "expires_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
}


def applied(**said):
    told = {
        "title": "A project",
        "purpose": "TO KNOW",
        "legal_ground": "AGREEMENT",
        "population": Population.GENERATED,
        "direction": "IMPORT",
        "columns": ("month", "hs2", "country", "value", "firm"),
        "first_month": date(2024, 4, 1),
        "last_month": date(2024, 5, 1),
        "expires_on": timezone.localdate() + timedelta(days=30),
    }
    return applying.apply(Application(**told | said), by=person("demo-researcher"), at=timezone.now())


def decided(project, step=APPROVAL, by=OFFICERS, *, approves=True):
    for name in by:
        applying.decide(project.pk, step=step, by=person(name), approves=approves, remarks="OK", at=timezone.now())


def opened(**said):
    project = applied(**said)
    decided(project)
    let_in = extracts.open_project(project.pk, by="owner", at=timezone.now())
    return ResearchProject.objects.get(pk=project.pk), let_in


def test_a_whole_journey_over_the_pages(generated):
    """Apply, two approve, the extract, a table, its checks, two review, download: each by the person it is for."""
    researcher, senior, chief = (browser(name) for name in ("demo-researcher", *OFFICERS))
    answer = researcher.post("/research/apply", FORM)
    project = ResearchProject.objects.get()
    assert answer.url == f"/research/projects/{project.pk}"
    for officer in (senior, chief):
        officer.post(f"{answer.url}/decisions/approval", {"decision": "YES", "remarks": "A GOOD PURPOSE"})
    call_command("research", "open", str(project.pk), "--by", "owner", stdout=io.StringIO())
    table = {
        "name": "currencies",
        "purpose": "A PAPER",
        "measure": "VALUE",
        "rows": "currency",
        "columns": "month",
        "first_month": "2024-04",
        "last_month": "2024-05",
    }
    asked = researcher.post(f"/research/projects/{project.pk}/outputs", table)
    call_command("research", "check_outputs", stdout=io.StringIO())
    assert "What would be out" not in researcher.get(asked.url).content.decode()
    assert "What would be out" in senior.get(asked.url).content.decode()
    for officer in (senior, chief):
        assert researcher.get(f"{asked.url}/file").status_code == 404
        officer.post(asked.url, {"decision": "YES", "remarks": "NOTHING TO SEE"})
    rows = list(csv.DictReader(io.StringIO(researcher.get(f"{asked.url}/file").content.decode())))

    released = LedgerTable.objects.get()
    assert [(row["currency"], row["month"]) for row in rows] == [tuple(key) for key, _ in released.figures]
    assert {row["status"] for row in rows if not row["value"]} <= {"c"}
    assert list(faults_of(decoded(bytes(released.certificate)))) == []
    assert list(AccessLog.objects.order_by("at").values_list("who", "act")) == [
        ("demo-researcher", "APPLIED"),
        ("demo-senior-officer", "APPROVAL_YES"),
        ("demo-research-reviewer", "APPROVAL_YES"),
        ("owner", "OPENED"),
        ("demo-researcher", "OUTPUT_REQUESTED"),
        ("system", "OUTPUT_CHECKED"),
        ("demo-senior-officer", "REVIEWED_YES"),
        ("demo-research-reviewer", "REVIEWED_YES"),
        ("demo-research-reviewer", "OUTPUT_RELEASED"),
    ]


def test_an_application_tells_all_that_is_wrong_at_once(world):
    wrong = {**FORM, "purpose": "", "first_month": "May", "columns": ["importer"], "expires_on": "2020-01-01"}
    page = browser("demo-researcher").post("/research/apply", wrong).content.decode()
    for words in (
        "Purpose: This field is required",
        "Enter a month as YYYY-MM",
        "importer is not one of",
        "from today on",
    ):
        assert words in page
    assert ResearchProject.objects.count() == 0


def test_who_may_not_decide(world):
    project = applied()
    for name, why in [
        ("demo-officer", "Research reviewers"),
        ("demo-chief-officer", "Research reviewers"),
        ("demo-researcher", "Research reviewers"),
        ("demo-administrator", "Research reviewers"),
    ]:
        with pytest.raises(ResearchRefused, match=why):
            decided(project, by=[name])
    decided(project, by=OFFICERS[:1])
    with pytest.raises(ResearchRefused, match="decided on it already"):
        decided(project, by=OFFICERS[:1])
    project.refresh_from_db()
    assert project.status == "APPLIED"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE dataset_researchproject SET status = 'APPROVED'", "two approve"),
        ("UPDATE dataset_researchproject SET columns = '{firm}'", "what was applied for stays"),
        ("UPDATE dataset_researchproject SET status = 'OPEN', opened_at = now()", "does not become"),
        (
            "INSERT INTO dataset_researchdecision SELECT gen_random_uuid(), 'APPROVAL', true, 'MINE', now(),"
            " applied_by_id, id FROM dataset_researchproject",
            "decides nothing of it",
        ),
        ("DELETE FROM dataset_accesslog", "only appended"),
    ],
)
def test_the_store_itself_lets_nobody_decide_alone(world, statement, words):
    decided(applied(), by=OFFICERS[:1])
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_projects_share_no_pseudonym_and_a_rate_of_matches_is_measured(generated):
    _, first = opened()
    second, held = opened(columns=("quarter", "hs4", "country", "value", "firm", "partner"))
    assert (first.login != "", held.login) == (True, "")
    assert held.join_rates[str(ResearchProject.objects.exclude(pk=second.pk).get().pk)] > 1

    decided(second, OVERRIDE, OFFICERS[:1])
    let_in = extracts.open_project(second.pk, by="owner", at=timezone.now())
    ids = []
    for each in (first, let_in):
        with as_login(each) as cursor:
            cursor.execute("SELECT DISTINCT firm FROM extract")
            ids.append({firm for (firm,) in cursor.fetchall()})
    assert min(map(len, ids)) > 10
    assert ids[0] & ids[1] == set()


def test_columns_are_compared_at_the_coarser_of_two_levels():
    one, other = ["month", "hs2", "value", "firm"], ["quarter", "hs6", "value", "firm", "country"]
    assert joining.shared(one, other) == [
        ("value", "value", "value"),
        ("hs2", "hs6", "hs2"),
        ("month", "quarter", "quarter"),
    ]


def test_a_table_checked_beside_an_older_ledger_is_checked_again(generated):
    project, _ = opened()
    said = {
        "measure": "VALUE",
        "axes": [["hs2"], ["country"]],
        "where": {"direction": ["IMPORT"], "month": ["2024-04"]},
    }
    both = said | {"where": {"direction": ["IMPORT"], "month": ["2024-04", "2024-05"]}}
    asked = [
        outputs.request_output(
            project, name=name, purpose="X", said=its, by=person("demo-researcher"), at=timezone.now()
        )
        for name, its in (("april", said), ("both", both))
    ]
    outputs.check_outputs(at=timezone.now())
    for output in asked:
        for name in OFFICERS:
            outputs.review(output.pk, by=person(name), approves=True, remarks="OK", at=timezone.now())
    assert list(OutputRequest.objects.order_by("name").values_list("name", "status")) == [
        ("april", "RELEASED"),
        ("both", "REQUESTED"),
    ]
    outputs.check_outputs(at=timezone.now())
    for name in OFFICERS:
        outputs.review(asked[1].pk, by=person(name), approves=True, remarks="OK", at=timezone.now())
    assert LedgerTable.objects.count() == 2
    assert [page.name for page in decoded(bytes(LedgerTable.objects.get(name="both").certificate)).pages] == [
        "april",
        "both",
    ]


EQUATION = {
    "name": "values",
    "purpose": "A PAPER",
    "explains": "VALUE",
    "by": ["office", "month"],
    "first_month": "2024-04",
    "last_month": "2024-05",
}


def test_an_equation_comes_out_after_its_checks_and_two_reviews_and_is_the_one_that_numpy_finds(generated):
    project, _ = opened()
    researcher, senior, chief = (browser(name) for name in ("demo-researcher", *OFFICERS))
    asked = researcher.post(f"/research/projects/{project.pk}/equations", EQUATION)
    call_command("research", "check_outputs", stdout=io.StringIO())
    assert "What would be out" not in researcher.get(asked.url).content.decode()
    assert "Standard error" in senior.get(asked.url).content.decode()
    for officer in (senior, chief):
        assert researcher.get(f"{asked.url}/file").status_code == 404
        officer.post(asked.url, {"decision": "YES", "remarks": "NOTHING TO SEE"})
    told = list(csv.DictReader(io.StringIO(researcher.get(f"{asked.url}/file").content.decode())))

    assert [row["term"] for row in told] == ["constant", *(f"{name} {value}" for name, value in _indicators())]
    found, *_ = numpy.linalg.lstsq(*_rows_of_the_equation(), rcond=None)
    assert [float(row["coefficient"]) for row in told] == pytest.approx(list(found), abs=1e-3)
    assert int(told[0]["firms"]) == len({item.version.trader_code for item in _imports()})
    assert LedgerTable.objects.count() == 0


def _imports():
    current = GoodsItem.objects.filter(version__number=F("version__declaration__version"))
    return list(current.filter(version__declaration__direction="IMPORT").select_related("version__declaration"))


def _said(item):
    released = item.version.declaration.released_at.astimezone(JAPAN)
    return {"office": item.version.customs_office, "month": f"{released:%Y-%m}"}


def _indicators():
    """Each value of office and month in order, but the most frequent of each."""
    for name in ("office", "month"):
        counts = Counter(_said(item)[name] for item in _imports())
        most = min(counts, key=lambda value: (-counts[value], value))
        yield from ((name, value) for value in sorted(counts.keys() - {most}))


def _rows_of_the_equation():
    named, items = list(_indicators()), _imports()
    x = [[1.0, *(float(_said(item)[name] == value) for name, value in named)] for item in items]
    return x, [math.log(item.customs_value) for item in items]


def test_an_equation_that_rests_on_too_little_is_refused_with_what_it_lacks(generated):
    project, _ = opened()
    said = {"explains": "VALUE", "where": {"direction": ["IMPORT"], "month": ["2024-04", "2024-05"]}}
    for name, by in (("few", ["country", "month"]), ("means", ["country", "direction"])):
        outputs.request_output(
            project,
            name=name,
            purpose="X",
            said=said | {"by": by},
            by=person("demo-researcher"),
            at=timezone.now(),
            kind=OutputRequest.Kind.EQUATION,
        )
    outputs.check_outputs(at=timezone.now())
    few, means = OutputRequest.objects.order_by("name")
    assert (few.status, means.status) == ("REFUSED", "REFUSED")
    assert "3 firms behind each indicator at least" in few.refusal
    assert "it would tell the mean of each cell" in means.refusal


def test_what_is_wrong_with_an_equation_is_told_at_once_on_the_page_and_nothing_is_kept(generated):
    project, _ = opened()
    page = browser("demo-researcher").post(
        f"/research/projects/{project.pk}/equations",
        EQUATION | {"explains": "UNIT_PRICE", "by": ["country"], "first_month": "2023-01"},
    )
    text = html.unescape(page.content.decode())
    assert "unit prices are of one unit" in text
    assert "two to four dimensions" in text
    assert OutputRequest.objects.count() == 0


def test_the_end_destroys_extract_login_and_key(generated):
    project, let_in = opened(expires_on=timezone.localdate())
    assert extracts.close_expired(at=timezone.now()) == 0
    assert extracts.close_expired(at=timezone.now() + timedelta(days=1)) == 1
    assert ResearchKey.objects.count() == 0
    assert login_of(let_in) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = %s", [project.schema])
        assert cursor.fetchone() == (0,)


def test_a_project_is_not_seen_by_another_researcher(world):
    project = applied()
    User.objects.create_user("another", password="x" * 20, role="RESEARCHER")
    stranger = browser("another")
    for path in ("", "/sample", "/outputs"):
        assert stranger.get(f"/research/projects/{project.pk}{path}").status_code == 404
    assert project.title not in stranger.get("/research").content.decode()
    sample = browser("demo-researcher").get(f"/research/projects/{project.pk}/sample").content.decode()
    assert sample.splitlines()[0] == "month,hs2,country,value,firm"
    assert len(sample.splitlines()) == 1001

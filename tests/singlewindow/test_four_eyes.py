"""Rules and tariff are changed by two people: the form proposes, another officer's decision changes."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from declarations.errors import FourEyes, ProposalDecided, UnknownProposal
from declarations.selection import in_force
from declarations.selection.models import RiskProfile
from declarations.tariff.models import Commodity, DutyRate, ExchangeRate, TariffEdition
from declarations.traders.models import User
from declarations.traders.seat import OFFICER, Seat, sit, standing_up
from permits.models import Agency
from singlewindow.four_eyes import proposing
from singlewindow.models import Proposal
from tests.forms import import_form

pytestmark = pytest.mark.django_db
YES = {"decision": "APPROVE", "remarks": "SEEN IN THE GAZETTE"}
NO = {"decision": "DECLINE", "remarks": "NOT PUBLISHED"}


def person(username):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def clerk(world):
    return person("demo-administrator")


@pytest.fixture
def chief(world):
    return person("demo-chief-officer")


@pytest.fixture
def rate(world):
    return ExchangeRate.objects.known().filter(currency="USD").order_by("valid_from").first()


def page(row):
    return f"/console/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def filled(client, address, **said):
    """The form as it is shown, with what somebody types into it."""
    shown = client.get(address)
    assert shown.status_code == 200
    form = {}
    context = shown.context
    for each in [context["adminform"].form, *(f for s in context["inline_admin_formsets"] for f in _forms(s.formset))]:
        for bound in each:
            for widget, value in _values(bound):
                form[widget] = value
    return {
        name: value for name, value in (form | {"proposal_reason": "GAZETTE 7"} | said).items() if value is not None
    }


def _forms(formset):
    return [formset.management_form, *formset.forms]


def _values(bound):
    value = bound.value()
    if hasattr(bound.field.widget, "widgets"):
        for index, part in enumerate(bound.field.widget.decompress(value)):
            yield f"{bound.html_name}_{index}", part
    elif value is not False:
        yield bound.html_name, "" if value is None else value


def proposed(client, row, **said):
    """A proposal through the ordinary form; its own page."""
    answer = client.post(page(row), filled(client, page(row), **said))
    assert answer.status_code == 302, answer.context["errors"]
    return answer.url


def edition():
    return TariffEdition.objects.get().number


def test_a_rate_is_as_it_was_until_another_officer_approves_it(clerk, chief, rate):
    before, earlier = edition(), rate.yen

    where = proposed(clerk, rate, yen="151.25")

    rate.refresh_from_db()
    assert (rate.yen, edition()) == (earlier, before)
    shown = chief.get(where).content.decode()
    assert (f'<td data-label="When proposed">{earlier}</td>' in shown, "151.25" in shown, "GAZETTE 7" in shown) == (
        True,
        True,
        True,
    )

    assert "Approved, and done." in chief.post(where, YES, follow=True).content.decode()
    rate.refresh_from_db()
    assert (rate.yen, edition() > before) == (Decimal("151.25"), True)
    proposal = Proposal.objects.get()
    assert (proposal.proposed_by, proposal.decided_by, proposal.outcome, proposal.remarks) == (
        "administrator:demo-administrator",
        "officer:demo-chief-officer",
        "APPROVED",
        "SEEN IN THE GAZETTE",
    )
    log = LogEntry.objects.get()
    assert (log.object_id, log.user.username) == (str(rate.pk), "demo-chief-officer")
    assert "Proposed by administrator:demo-administrator" in log.change_message


def test_what_is_declined_or_taken_back_changes_nothing_and_is_decided_once(clerk, chief, rate):
    earlier = rate.yen
    declined = proposed(clerk, rate, yen="151.25")
    assert "Declined" in chief.post(declined, NO, follow=True).content.decode()
    taken_back = proposed(clerk, rate, yen="151.26")
    assert "Taken back" in clerk.post(taken_back, {"decision": "WITHDRAW"}, follow=True).content.decode()

    for where in (declined, taken_back):
        assert "decided already" in chief.post(where, YES, follow=True).content.decode()
    rate.refresh_from_db()
    assert rate.yen == earlier
    assert sorted(Proposal.objects.values_list("outcome", "decided_by")) == [
        ("DECLINED", "officer:demo-chief-officer"),
        ("WITHDRAWN", ""),
    ]


def test_a_row_that_has_changed_since_makes_the_approval_void(clerk, chief, rate):
    where = proposed(clerk, rate, yen="151.25")
    ExchangeRate.objects.filter(pk=rate.pk).update(yen="150.00")

    assert "Void" in chief.post(where, YES, follow=True).content.decode()

    rate.refresh_from_db()
    assert (rate.yen, Proposal.objects.get().outcome) == (Decimal("150.00"), "VOID")


ADD = "/console/selection/riskprofile/add/"
PROFILE = {"code": "RP-NEW", "title": "X", "category": "2", "valid_from": "2026-01-01"}


def test_what_the_store_cannot_take_any_more_is_void_and_whole(clerk, chief, world):
    where = clerk.post(ADD, filled(clerk, ADD, **PROFILE)).url
    RiskProfile.objects.create(code="RP-NEW", version=1, title="LOADED", category=3, valid_from=date(2026, 1, 1))

    assert "Void" in chief.post(where, YES, follow=True).content.decode()
    assert RiskProfile.objects.get(code="RP-NEW").title == "LOADED"


def test_a_profile_is_changed_by_its_next_version_which_a_risk_officer_may_propose(clerk, chief, world):
    chief.post(clerk.post(ADD, filled(clerk, ADD, **PROFILE)).url, YES)
    first = RiskProfile.objects.get(code="RP-NEW")
    held = in_force.edition()

    risk = person("demo-risk-officer")
    where = proposed(risk, first, category="3", value_from="5")
    shown = chief.get(where).content.decode()
    assert ('data-label="As proposed">3<' in shown, "Customs value of" in shown, "isk profile: title" in shown) == (
        True,
        False,
        False,
    )
    assert "higher grade" not in shown
    assert "proposed already" in clerk.post(page(first), filled(clerk, page(first), category="3")).content.decode()
    chief.post(where, YES)

    rows = (
        RiskProfile.objects.filter(code="RP-NEW").order_by("version").values_list("version", "category", "value_from")
    )
    assert list(rows) == [(1, 2, 0), (2, 3, 5)]
    assert [each.category for each in in_force.read(held).profiles if each.code == "RP-NEW"] == [2]
    assert [each.category for each in in_force.read(in_force.edition()).profiles if each.code == "RP-NEW"] == [3]
    assert [each.code for each in in_force.read(0).profiles] == []
    assert (
        risk.post(page(first), filled(risk, page(RiskProfile.objects.get(version=2, code="RP-NEW")))).status_code == 403
    )
    again = clerk.post(ADD, filled(clerk, ADD, **PROFILE))
    assert "there already" in again.content.decode()


@pytest.mark.parametrize("wrong", [{"value_from": "6", "value_to": "5"}, {"valid_to": "2025-12-31"}, {"category": "1"}])
def test_a_profile_that_cannot_be_is_not_proposed(clerk, wrong):
    assert clerk.post(ADD, filled(clerk, ADD, **{**PROFILE, **wrong})).status_code == 200
    assert Proposal.objects.count() == 0


def test_no_version_of_a_profile_is_ever_changed_or_taken_away(world):
    rows = RiskProfile.objects.all()
    for change in (lambda: rows.update(category=2), rows.delete):
        with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
            change()


def test_whoever_decides_a_profile_is_told_what_it_would_have_done(clerk, chief, broker):
    broker.lodged(import_form(script="V1"))
    where = clerk.post(ADD, filled(clerk, ADD, **PROFILE, commodity_prefix="2103")).url

    answer = chief.get(where)
    [simulation] = answer.context["simulations"]
    assert (simulation.name, simulation.told.hits, simulation.told.new) == ("As proposed", 1, 1)
    assert "Simulated over the 1 declarations" in answer.content.decode()
    chief.post(where, NO)
    assert chief.get(where).context["simulations"] == []


@pytest.mark.parametrize("decides", ["demo-officer", "demo-administrator"])
def test_an_examiner_or_an_administrator_decides_no_rule(clerk, rate, decides):
    where = proposed(clerk, rate, yen="151.25")
    if decides == "demo-administrator":
        assert clerk.post(where, YES).status_code == 200  # to take it back is all that is offered
    else:
        assert "higher grade" in person(decides).post(where, YES, follow=True).content.decode()
    assert Proposal.objects.get().outcome == ""


def test_who_proposes_does_not_decide_and_the_store_says_so_too(chief, rate):
    officer = User.objects.get(username="demo-chief-officer")
    change = proposing.RowChange("tariff.exchangerate", str(rate.pk), proposing.told(rate), {"yen": "151.25"})
    proposal = proposing.propose_change([change], title="X", reason="Y", by=officer, at=timezone.now())

    with pytest.raises(FourEyes):
        proposing.decide(proposal.id, by=officer.as_officer(), approves=True, remarks="Z", at=timezone.now())
    himself = {"outcome": "APPROVED", "decided_by": "officer:demo-chief-officer", "decided_at": timezone.now()}
    with pytest.raises(IntegrityError, match="proposal_four_eyes"), transaction.atomic():
        Proposal.objects.filter(id=proposal.id).update(**himself)
    with pytest.raises(UnknownProposal):
        proposing.withdraw(proposal.id, by=User.objects.get(username="demo-officer"), at=timezone.now())
    assert proposing.withdraw(proposal.id, by=officer, at=timezone.now()).outcome == "WITHDRAWN"
    with pytest.raises(ProposalDecided):
        proposing.withdraw(proposal.id, by=officer, at=timezone.now())
    rate.refresh_from_db()
    assert rate.yen != Decimal("151.25")


def test_one_change_of_a_row_waits_at_a_time_and_a_form_without_a_reason_or_a_change_proposes_nothing(clerk, rate):
    proposed(clerk, rate, yen="151.25")
    again = clerk.post(page(rate), filled(clerk, page(rate), yen="151.26"))
    assert "proposed already" in again.content.decode()

    office = Agency.objects.first()
    without = clerk.post(page(office), filled(clerk, page(office), proposal_reason="", connect_seconds="2"))
    assert "proposal_reason" in without.context["adminform"].form.errors
    same = clerk.post(page(office), filled(clerk, page(office)), follow=True)
    assert "nothing is proposed" in same.content.decode()
    assert Proposal.objects.count() == 1


def test_a_commodity_and_its_rates_are_proposed_together(clerk, chief, world):
    commodity = Commodity.objects.known().filter(duty_rates__isnull=False).first()
    first = DutyRate.objects.filter(commodity=commodity).order_by("regime").first()
    form = filled(clerk, page(commodity), other_laws="ZZ")
    total = int(form["duty_rates-TOTAL_FORMS"])
    rates = {form[f"duty_rates-{index}-id"]: index for index in range(total)}
    form[f"duty_rates-{rates[first.pk]}-notation"] = "9.9%"
    unused = next(name for name, _ in DutyRate._meta.get_field("regime").choices if name not in _regimes(commodity))
    form |= {
        "duty_rates-TOTAL_FORMS": total + 1,
        f"duty_rates-{total}-id": "",
        f"duty_rates-{total}-commodity": commodity.pk,
        f"duty_rates-{total}-regime": unused,
        f"duty_rates-{total}-notation": "Free",
    }

    where = clerk.post(page(commodity), form).url
    assert unused not in _regimes(commodity)
    assert "Approved, and done." in chief.post(where, YES, follow=True).content.decode()

    commodity.refresh_from_db()
    assert (commodity.other_laws, _regimes(commodity)[first.regime], _regimes(commodity)[unused]) == (
        "ZZ",
        "9.9%",
        "Free",
    )


def _regimes(commodity):
    return dict(DutyRate.objects.filter(commodity=commodity).values_list("regime", "notation"))


def test_a_new_commodity_is_added_with_its_rates_and_an_agencys_limit_changed(clerk, chief, world):
    add = "/console/tariff/commodity/add/"
    code = "990000001"
    new = {"code9": code, "naccs_digit": int(code) % 7, "valid_from": "2026-01-01", "source": "GAZETTE"}
    rates = {"duty_rates-TOTAL_FORMS": 1, "duty_rates-INITIAL_FORMS": 0}
    rates |= {"duty_rates-0-regime": "GENERAL", "duty_rates-0-notation": "3%", "duty_rates-0-id": ""}
    where = clerk.post(add, filled(clerk, add, **new) | rates).url
    assert not Commodity.objects.filter(code9=code).exists()
    chief.post(where, YES)
    assert _regimes(Commodity.objects.get(code9=code)) == {"GENERAL": "3%"}

    agency = Agency.objects.exclude(url="").first() or Agency.objects.first()
    where = proposed(clerk, agency, hard_limit="6 00:00:00", total_seconds="7")
    assert '<td data-label="As proposed">6 days, 0:00:00</td>' in chief.get(where).content.decode()
    chief.post(where, YES)
    agency.refresh_from_db()
    assert (agency.hard_limit.days, agency.total_seconds) == (6, 7.0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tariff_exchangerate SET yen = yen + 1",
        "DELETE FROM tariff_dutyrate",
        "INSERT INTO tariff_declarationtype (code, meaning) VALUES ('Y', 'x')",
        "UPDATE selection_riskprofile SET category = 2",
        "UPDATE permits_agency SET url = ''",
        "UPDATE permits_requirement SET valid_to = '2020-01-01'",
        "UPDATE permits_law SET connected = false",
        "UPDATE tariff_bondedarea SET name = 'x'",
        "UPDATE tariff_customsoffice SET name_en = 'x'",
        "UPDATE tariff_commodity SET source = 'x'",
    ],
)
def test_an_officers_process_changes_no_rule_without_a_proposal(world, statement):
    with standing_up():
        sit(Seat(OFFICER))
        with pytest.raises(DatabaseError, match="changed by two people"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_proposal_is_never_rewritten(clerk, rate):
    proposed(clerk, rate, yen="151.25")
    for statement in (
        "DELETE FROM singlewindow_proposal",
        "UPDATE singlewindow_proposal SET reason = 'x'",
        "UPDATE singlewindow_proposal SET changes = '[]'",
        "UPDATE singlewindow_proposal SET proposed_by = 'officer:demo-officer'",
    ):
        with pytest.raises(DatabaseError, match=r"kept|stays as it is"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(DatabaseError, match="begins undecided"), transaction.atomic():
        Proposal.objects.create(
            id=UUID(int=1), act="CHANGE", about="a", title="b", changes=[], reason="c", proposed_by="d",
            proposed_at=timezone.now(), outcome="APPROVED", decided_by="e", decided_at=timezone.now(),
        )  # fmt: skip

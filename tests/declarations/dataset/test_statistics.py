"""The statistics: what is published equals what is counted directly, totals never change, what is out stays out."""

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from uuid_utils.compat import uuid7

from declarations.dataset.errors import NotPublishable
from declarations.dataset.export import export
from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate
from declarations.dataset.manifest import Form
from declarations.dataset.models import Population, Release, SecrecyRequest, Vintage
from declarations.dataset.statistics import counting
from declarations.dataset.statistics.cells import Invoiced
from declarations.dataset.statistics.countries import ASIA, eu_on
from declarations.dataset.statistics.elsewhere import trade_of_month
from declarations.dataset.statistics.masking import CONFIDENTIAL, place_of
from declarations.dataset.statistics.publishing import files_of, invoiced_in, publish, rebuilt, trade_of
from declarations.dataset.statistics.shares import half_year, shares
from declarations.models import GoodsItem, Version
from declarations.tariff.office_hours import JAPAN
from declarations.traders.models import Trader
from tests.declarations.dataset.engines import HAS_SPARK, by_duckdb, by_spark
from tests.japanese import english_in

pytestmark = pytest.mark.django_db(transaction=True)
MAY = date(2024, 5, 1)
GENERATED = Population.GENERATED


@pytest.fixture
def generated(world):
    return generate(Plan(count=600, seed=5, first=date(2024, 1, 1), last=date(2024, 6, 30)), at=timezone.now())


def counted():
    """Each goods item that the statistics count, straight from the rows: (month, direction, country, item)."""
    current = GoodsItem.objects.filter(version__number=F("version__declaration__version"))
    for item in current.select_related("version__declaration"):
        version, declaration = item.version, item.version.declaration
        if item.customs_value <= 200_000:
            continue
        if declaration.direction == "IMPORT":
            yield declaration.released_at.astimezone(JAPAN).date().replace(day=1), "IMPORT", item.origin, item
        else:
            yield version.departure_on.replace(day=1), "EXPORT", version.unloading_place[:2], item


def publish_may(vintage=Vintage.FLASH, population=GENERATED):
    return publish(MAY, vintage=vintage, population=population, at=timezone.now())


def test_the_cells_of_a_month_are_the_items_counted_one_by_one(generated):
    expected = defaultdict(int)
    for month, direction, country, item in counted():
        if month == MAY:
            expected[direction, item.commodity_code[:9], country, item.version.customs_office] += item.customs_value
    cells = trade_of(publish_may())
    assert {(cell.direction, cell.commodity, cell.country, cell.office): cell.value for cell in cells} == expected
    assert len(cells) > 30


@pytest.mark.parametrize("measure", ["VALUE", "COUNT"])
def test_the_currency_shares_of_a_half_year_equal_a_direct_computation(generated, measure):
    releases = [
        publish(month, vintage=Vintage.FLASH, population=GENERATED, at=timezone.now()) for month in half_year(MAY)
    ]
    cells = invoiced_in(releases)
    groups = {"WORLD": None, "US": {"US"}, "EU": eu_on(MAY), "ASIA": ASIA}
    for direction in ("IMPORT", "EXPORT"):
        for area, countries in groups.items():
            amounts = defaultdict(int)
            for month, its, country, item in counted():
                if its == direction and month in half_year(MAY) and (countries is None or country in countries):
                    amounts[item.version.invoice_currency] += item.customs_value if measure == "VALUE" else 1
            ranked = sorted(amounts, key=lambda currency: (-amounts[currency], currency))
            expected = [(currency, amounts[currency]) for currency in ranked[:4]]
            expected.append(("", sum(amounts[currency] for currency in ranked[4:])))
            total = sum(amounts.values())
            assert [
                (share.currency, share.percent)
                for share in shares(cells, direction=direction, area=area, measure=measure)
            ] == [
                (currency, (Decimal(100 * amount) / total).quantize(Decimal("0.1"), ROUND_HALF_UP))
                for currency, amount in expected
            ]


def test_made_up_and_declared_figures_never_mix(generated, broker):
    assert trade_of(publish_may(population=Population.DECLARED)) == []
    assert trade_of(publish_may()) != []


def test_a_masked_commodity_is_not_told_and_no_total_changes(generated):
    before = trade_of(publish_may())
    secret = max(before, key=lambda cell: cell.value)
    SecrecyRequest.objects.create(
        commodity=secret.commodity,
        direction=secret.direction,
        trader=Trader.objects.get(code="12345678901239000"),
        valid_from=MAY,
        received_on=MAY,
        reason="ONE SUPPLIER",
    )
    release = publish_may(Vintage.CONFIRMED)
    after = trade_of(release)

    assert not [cell for cell in after if (cell.direction, cell.commodity) == (secret.direction, secret.commodity)]
    for told in ("direction", "country", "office"):
        assert totals(before, told) == totals(after, told)
    [plain, sdmx] = (list(csv.DictReader(io.StringIO(file.decode()))) for file in files_of(release).values())
    assert {row["quantity"] for row in plain if row["commodity"] == CONFIDENTIAL} == {""}
    assert [row["OBS_VALUE"] + row["OBS_STATUS"] for row in sdmx if row["CONF_STATUS"] == "C"] == ["Q"]
    assert {row["CONF_STATUS"] for row in sdmx if row["OBS_VALUE"]} == {"F"}


def totals(cells, told):
    sums = defaultdict(int)
    for cell in cells:
        sums[getattr(cell, told)] += cell.value
    return sums


def test_what_is_published_stays_and_is_the_same_bytes_whenever_asked(generated):
    release = publish_may()
    first = files_of(release)
    with pytest.raises(NotPublishable, match="out as flash: flash cannot follow"):
        publish_may()
    publish_may(Vintage.REVISED)
    with pytest.raises(NotPublishable, match="confirmed cannot follow"):
        publish_may(Vintage.CONFIRMED)
    assert files_of(release) == first
    assert Release.objects.count() == 2
    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE dataset_tradecell SET value = 0")


def test_what_was_published_is_counted_anew_byte_for_byte_although_declarations_went_on(generated):
    """After the flash one declaration is amended; the flash is rebuilt as it was, the revision as it is."""
    flash = publish_may()
    item = GoodsItem.objects.filter(
        version__declaration__direction="IMPORT",
        version__declaration__released_at__range=(datetime(2024, 5, 2, tzinfo=UTC), datetime(2024, 5, 30, tzinfo=UTC)),
        customs_value__gt=200_000,
    ).first()
    version = item.version
    before, items = version.pk, list(version.goods_items.all())
    version.pk, version.number, version.made_at = uuid7(), version.number + 1, timezone.now()
    version.save(force_insert=True)
    for each in items:
        each.pk, each.version, each.customs_value = uuid7(), version, each.customs_value * 2
        each.save(force_insert=True)
    revised = publish_may(Vintage.REVISED)

    assert Version.objects.filter(pk=before).exists()
    assert [sha256(rebuilt(release)).hexdigest() for release in (flash, revised)] == [flash.sha256, revised.sha256]
    assert flash.sha256 != revised.sha256
    out = io.StringIO()
    call_command("verify_statistics", stdout=out)
    assert out.getvalue().count("the same") == 2
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE declarations_goodsitem DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE declarations_goodsitem SET customs_value = customs_value + 1 WHERE id = %s", [items[0].pk]
        )
        cursor.execute("ALTER TABLE declarations_goodsitem ENABLE TRIGGER USER")
    with pytest.raises(CommandError, match="2024-05 revised"):
        call_command("verify_statistics", stdout=io.StringIO())


@pytest.mark.parametrize(
    "engine",
    [
        by_duckdb,
        pytest.param(by_spark, marks=pytest.mark.skipif(not HAS_SPARK, reason="requirements-spark.txt, or Java")),
    ],
)
def test_another_engine_on_the_parquet_files_gives_the_same_table(generated, tmp_path, engine):
    export(tmp_path / "file", form=Form.PARQUET)
    there = engine(tmp_path / "file", trade_of_month(MAY))
    here = counting.trade(counting.Scope(MAY, GENERATED, timezone.now()))
    assert there == sorted((*place_of(cell), cell.value) for cell in here)
    assert len(there) > 30


# A published reference: shares of exports to the world by value, second half of 2004, in percent.
HALF_2004 = (("USD", "47.5"), ("JPY", "40.1"), ("EUR", "8.9"), ("KRW", "0.9"), ("", "2.6"))


def test_the_published_columns_of_2004_come_out_in_their_form():
    """Amounts that have these shares; the fifth and later currencies are one column. Which was fourth is not told."""
    amounts = {"USD": 475, "JPY": 401, "EUR": 89, "KRW": 9, "THB": 8, "SGD": 7, "GBP": 6, "AUD": 5}
    cells = [Invoiced("EXPORT", "OTHER", currency, amount, 1) for currency, amount in amounts.items()]
    told = shares(cells, direction="EXPORT", area="WORLD", measure="VALUE")
    assert [(share.currency, str(share.percent)) for share in told] == list(HALF_2004)


def test_a_month_that_is_not_over_is_not_published(world):
    at = datetime(2024, 5, 31, 14, 59, tzinfo=UTC)  # a minute before midnight in Japan
    with pytest.raises(NotPublishable, match="is not over"):
        publish(MAY, vintage=Vintage.FLASH, population=GENERATED, at=at)
    assert Release.objects.count() == 0


def test_the_command_writes_both_files_and_the_page_shows_them(generated, tmp_path, client):
    call_command(
        "publish_statistics", "--month", "2024-05", "--vintage", "flash", "--generated", "--directory", str(tmp_path)
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "trade-2024-05-flash-generated-sdmx.csv",
        "trade-2024-05-flash-generated.csv",
    ]
    release = Release.objects.get()
    page = client.get("/statistics?of=generated").content.decode()
    assert "Made up." in page
    assert page.count("<table data-chart=") == 3  # drawn from what they say
    assert "style=" not in page
    assert english_in(client.get("/statistics?of=generated", headers={"Accept-Language": "ja"}).content.decode()) == []
    assert "Nothing is published yet." in client.get("/statistics").content.decode()
    for form in ("csv", "sdmx"):
        answer = client.get(f"/statistics/releases/{release.pk}/{form}")
        assert answer.content == files_of(release)[answer["Content-Disposition"].split('"')[1]]
    assert client.get(f"/statistics/releases/{release.pk}/xls").status_code == 404
    assert client.get(f"/statistics/releases/{2**70}/csv").status_code == 404


def test_the_page_takes_the_same_statements_however_much_is_published(generated, client, django_assert_num_queries):
    publish_may()
    with django_assert_num_queries(4):
        client.get("/statistics?of=generated")

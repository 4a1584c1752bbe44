"""From invoice lines to goods items: nothing is lost, nothing invented."""

from collections import Counter
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.consolidation import PRACTICES, Line, Mark, arrange, merge, split
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.values import CommodityInForce, ConsumptionTaxClass

D = Decimal
TODAY = date(2026, 7, 9)
TILES, BALLS, SHIRTS, SAUCE, WHEAT, BEER = "690510000", "950632000", "620520000", "210310000", "100199099", "220300000"
RATES = {TILES: "2%", BALLS: "Free", SHIRTS: "7.4%", SAUCE: "7.2%", WHEAT: "9.80yen/kg", BEER: "Free"}


def commodity(code9: str) -> CommodityInForce:
    return CommodityInForce(
        code9=code9,
        naccs_digit=int(code9) % 7,
        description=code9,
        unit2="KG",
        valid_from=date(2014, 1, 1),
        rates=((Regime.GENERAL, read(RATES[code9])),),
        consumption_tax_class=ConsumptionTaxClass.REDUCED if code9 == SAUCE else ConsumptionTaxClass.STANDARD,
    )


def line(number: int, code9: str, amount: object, **stated: object) -> Line:
    facts = {"origin": "SG", "origin_certificate": "", "description": f"LINE {number}", **stated}
    return Line(number=number, commodity=commodity(code9), amount=D(str(amount)), **facts)


def items(*lines: Line, direction: str = "IMPORT"):
    """The goods items of lines priced in yen with everything in the price."""
    heaps = merge(lines)
    return arrange(heaps, [int(heap.amount) for heap in heaps], direction=direction, on=TODAY)


def told(found) -> list[tuple[str, tuple[int, ...], int]]:
    return [(item.commodity_code, item.lines, item.customs_value) for item in found]


def test_lines_alike_are_one_item_with_exact_sums():
    """100 lb are 45.359 kg to five significant digits; 45.359 + 0.5 t = 545.359 kg."""
    (heap,) = merge(
        [
            line(1, TILES, "100000.10", quantities=((D(100), "LBR"),), net_mass=D("45.359")),
            line(2, TILES, "200000.25", quantities=((D("0.5"), "MT"),), net_mass=D(500)),
        ]
    )

    assert (heap.lines, heap.amount, heap.quantities) == ((1, 2), D("300000.35"), ((D("545.359"), "KG"),))
    assert (heap.net_mass, heap.description) == (D("545.359"), "LINE 2")


def test_a_quantity_that_a_line_does_not_state_is_not_guessed():
    (heap,) = merge([line(1, TILES, 1, quantities=((D(1), "KG"),)), line(2, TILES, 1, quantities=((D(1), "NO"),))])

    assert heap.quantities == ((None, "KG"),)


def test_another_code_origin_preference_or_permit_is_another_heap():
    lines = [
        line(1, TILES, 300_000),
        line(2, BALLS, 300_000),
        line(3, TILES, 300_000, origin="CN"),
        line(4, TILES, 300_000, origin_certificate="RCEP"),
        line(5, TILES, 300_000, said=("FD26-1",)),
        line(6, TILES, 300_000),
    ]

    assert [heap.lines for heap in merge(lines)] == [(1, 6), (2,), (3,), (4,), (5,)]


def test_an_import_groups_small_values_under_the_code_with_the_highest_rate():
    """200,000 is small, 200,001 is not. Shirts bear 7.4 %, tiles 2 %, so the group stands under shirts."""
    found = items(
        line(1, BALLS, 200_001), line(2, TILES, 200_000), line(3, SHIRTS, 5_000), line(4, BALLS, 100_000, origin="CN")
    )

    assert told(found) == [
        ("9506320003", (1,), 200_001),
        ("950632000E", (4,), 100_000),
        ("620520000X", (2, 3), 205_000),
    ]
    assert [item.mark for item in found] == [Mark.ALIKE, Mark.SINGLE_SMALL, Mark.GROUPED]


def test_an_export_groups_small_values_under_the_code_of_the_greatest_value():
    """Origins do not count there."""
    found = items(
        line(1, SHIRTS, 5_000), line(2, TILES, 200_000, origin="JP"), line(3, BALLS, 900_000), direction="EXPORT"
    )

    assert told(found) == [("9506320003", (3,), 900_000), ("690510000X", (1, 2), 205_000)]


def test_items_stand_in_descending_value_and_the_small_ones_last():
    found = items(line(1, TILES, 300_000), line(2, BALLS, 5_000), line(3, SHIRTS, 900_000))

    assert [item.lines for item in found] == [(3,), (1,), (2,)]
    assert found[-1].commodity_code == "950632000E"


def test_what_must_answer_for_itself_is_not_grouped():
    """Goods with a permit, goods under liquor tax, goods with a rate by quantity; food is taxed at another rate."""
    found = items(
        line(1, TILES, 9_000),
        line(2, SHIRTS, 8_000),
        line(3, BALLS, 7_000, said=("a permit",)),
        line(4, BEER, 6_000),
        line(5, WHEAT, 5_000, quantities=((D(10), "KG"),)),
        line(6, SAUCE, 4_000),
    )

    assert told(found) == [
        ("9506320003", (3,), 7_000),
        ("2203000004", (4,), 6_000),
        (f"{WHEAT}{int(WHEAT) % 7}", (5,), 5_000),
        ("210310000E", (6,), 4_000),
        ("620520000X", (1, 2), 17_000),
    ]


def test_goods_that_stay_dutiable_are_not_grouped_with_those_that_a_small_consignment_frees():
    """Up to 10,000 yen in all: knitted shirts owe duty and the others do not. Above, all owe it."""
    RATES["610910020"] = "7.4%"
    parcel = (line(1, TILES, 3_000), line(2, BALLS, 3_000), line(3, "610910020", 4_000))

    assert [item.lines for item in items(*parcel)] == [(3,), (1, 2)]
    assert [item.lines for item in items(*parcel, line(4, BALLS, 1))] == [(1, 2, 3, 4)]


def test_more_than_98_items_need_several_declarations():
    found = items(*(line(number, TILES, 900_000 + number, said=number) for number in range(1, 198)))

    assert [len(batch) for batch in split(found)] == [98, 98, 1]
    assert [item for batch in split(found) for item in batch] == list(found)


def test_what_is_unconfirmed_of_the_practice_is_said():
    assert {direction: practice.is_sure for direction, practice in PRACTICES.items()} == {
        "IMPORT": False,
        "EXPORT": True,
    }
    assert all(practice.source for practice in PRACTICES.values())


invoice_lines = st.lists(
    st.tuples(
        st.sampled_from([TILES, BALLS, SHIRTS, SAUCE, WHEAT, BEER]),
        st.sampled_from(["SG", "CN"]),
        st.sampled_from(["", "RCEP"]),
        st.decimals("0.01", 400_000, places=2),
        st.decimals("0.001", 1000, places=3),
    ),
    min_size=1,
    max_size=120,
)


@given(invoice_lines, st.sampled_from(["IMPORT", "EXPORT"]))
def test_nothing_is_lost_and_nothing_invented(stated, direction):
    lines = [
        line(number, code9, amount, origin=origin, origin_certificate=certificate, net_mass=mass)
        for number, (code9, origin, certificate, amount, mass) in enumerate(stated, start=1)
    ]
    heaps = merge(lines)
    values = [int(heap.amount) for heap in heaps]

    found = arrange(heaps, values, direction=direction, on=TODAY)

    assert sorted(number for item in found for number in item.lines) == [each.number for each in lines]
    assert sum(item.amount for item in found) == sum(each.amount for each in lines)
    assert sum(item.net_mass for item in found) == sum(each.net_mass for each in lines)
    assert sum(item.customs_value for item in found) == sum(values)
    assert found == arrange(heaps, values, direction=direction, on=TODAY)
    for item in found:
        assert item.mark is not Mark.GROUPED or all(int(heap.amount) <= 200_000 for heap in item.heaps)
        if direction == "IMPORT":
            assert len({(heap.origin, heap.origin_certificate) for heap in item.heaps}) == 1
    whole = Counter(item.mark for item in found)
    assert direction == "IMPORT" or whole[Mark.GROUPED] + whole[Mark.SINGLE_SMALL] <= 1

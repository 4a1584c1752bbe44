"""Long work on its page: how far a file of declarations, or a command, has come."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from declarations.console.long_work import SILENT
from declarations.long_work import long_work
from declarations.models import BatchChunk, LongWork
from declarations.tasks import lodge_chunk
from tests.declarations.console.conftest import signed_in
from tests.doors import CLOCK, Program
from tests.forms import export_form

PAGE = "/console/long-work/"


@pytest.fixture(autouse=True)
def nothing_else(world):
    """Commands of other tests are told of by connections of their own: what they told stays in the store."""
    LongWork.objects.all().delete()


def test_a_file_of_declarations_is_followed_to_its_end(world):
    broker, chief = Program("demo-broker"), signed_in("demo-chief-officer")
    lines = "\n".join(json.dumps(export_form()) for _ in range(3)).encode()
    headers = {**broker.headers, "Idempotency-Key": "a-file", "Sandbox-Clock": CLOCK}
    broker.http.post("/api/v1/batches", lines, content_type="application/x-ndjson", headers=headers)

    (begun,) = chief.get(PAGE).context["works"]
    assert (begun.done, begun.total, begun.state.text, begun.goes_on) == (0, 3, "Goes on", True)
    assert 'http-equiv="refresh"' in chief.get(PAGE).content.decode()
    lodge_chunk(str(BatchChunk.objects.get().id))

    (ended,) = chief.get(PAGE).context["works"]
    assert (ended.done, ended.total, ended.state.text) == (3, 3, "Done")
    assert ended.about == "3 accepted, 0 refused"
    assert 'http-equiv="refresh"' not in chief.get(PAGE).content.decode()


class Terminal(io.StringIO):
    """Somebody looks at it."""

    def isatty(self) -> bool:
        return True


def shown(chief):
    """The first line of the page: what, where it stands, how far, what came of it."""
    work = chief.get(PAGE).context["works"][0]
    return work.title, work.state.text, work.percent, work.about


def test_a_command_is_followed_while_it_goes_on_although_its_own_work_is_not_committed(world):
    chief = signed_in("demo-chief-officer")

    with transaction.atomic(), long_work("A long table") as work:
        assert shown(chief) == ("A long table", "Goes on", 0, "")
        work(1, 4)
        assert shown(chief) == ("A long table", "Goes on", 25, "")
        assert "25&nbsp;%" in chief.get(PAGE).content.decode()
        work.result = "4 rows."

    assert shown(chief) == ("A long table", "Done", 100, "4 rows.")


def test_a_command_that_fails_says_why(world, tmp_path):
    chief, broken = signed_in("demo-chief-officer"), tmp_path / "rates.csv"
    broken.write_text("currency\nUSD\n")

    with pytest.raises(CommandError):
        call_command("load_exchange_rates", str(broken))

    title, state, _, why = shown(chief)
    assert (title, state) == ("Rates of exchange rates.csv", "Failed")
    assert why


def test_a_command_of_which_nothing_is_heard_for_long_is_not_waited_for(world):
    chief = signed_in("demo-chief-officer")

    long_ago = timezone.now() - SILENT - timedelta(seconds=1)
    LongWork.objects.create(id=uuid7(), title="Killed", began_at=long_ago, told_at=long_ago, done=1, total=4)

    assert shown(chief) == ("Killed", "Nothing is heard of it", 25, "")
    assert 'http-equiv="refresh"' not in chief.get(PAGE).content.decode()


@pytest.mark.parametrize(("out", "drawn"), [(Terminal(), 41), (io.StringIO(), 0)], ids=["terminal", "file"])
def test_a_bar_grows_on_a_terminal_and_nowhere_else(world, out, drawn):
    with long_work("Reading", out=out) as work:
        for done in range(1, 9_655):
            work(done, 9_654)

    bars = out.getvalue().split("\r")[1:]
    assert len(bars) == drawn
    assert not drawn or bars[-1] == f"Reading [{'#' * 40}] 100 %\n"


def test_a_bar_is_whole_when_the_work_is_done_and_not_before(world):
    out = Terminal()
    with long_work("Reading", out=out) as work:
        work(2, 3)
        assert out.getvalue() == f"\rReading [{'#' * 26}{'.' * 14}] 66 %"
    assert out.getvalue().endswith(f"\rReading [{'#' * 40}] 100 %\n")

"""The pages of the roof, and the problems that the API's answers lead to."""

import re
from pathlib import Path

import pytest

from singlewindow.wording import known_codes

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "path", ["/", "/login", "/statistics", "/api/v1/docs", "/api/v1/reference", "/healthz", "/readyz"]
)
def test_the_doors_are_open_to_everyone(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("code", sorted(known_codes()))
def test_every_problem_has_a_page_in_two_languages(client, code):
    page = client.get(f"/problems/{code}").content.decode()

    assert 'lang="ja"' in page
    assert code in page


def test_an_unknown_problem_is_not_found(client):
    answer = client.get("/problems/nonsense")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_every_code_that_a_refusal_can_carry_has_words():
    """Codes stand in the sources as text: each that a refusal or a format error is made with is known."""
    made = re.compile(
        r"""(?:BadMessage\(|FormatError\([^,()]*?,\s*|code=|code, status = |"code": )"([a-z]+(?:-[a-z]+)+)\""""
    )
    sources = [*ROOT.glob("declarations/*.py"), *ROOT.glob("declarations/api/*.py"), *ROOT.glob("singlewindow/*.py")]
    sources += [*ROOT.glob("declarations/clearance/*.py"), ROOT / "permits/errors.py"]
    codes = {code for source in sources for code in made.findall(source.read_text(encoding="utf-8"))}

    assert len(codes) > 20
    assert codes - known_codes() == set()

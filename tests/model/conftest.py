"""A failed assertion of the machine says what it compared, as one of a test does."""

import pytest

pytest.register_assert_rewrite(*(f"tests.model.{name}" for name in ("machine", "bench", "declarant", "agencies")))

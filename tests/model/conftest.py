"""A failed assertion of the machine says what it compared, as one of a test does."""

import pytest

pytest.register_assert_rewrite("tests.model.machine")

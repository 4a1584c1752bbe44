"""The pages outside of the forms, in the language of their reader: front page, door, account, what is public."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]

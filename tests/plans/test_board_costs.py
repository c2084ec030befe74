"""What the page of an area asks the database in all, session, person and menu with it (issue 5, item 1)."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.grow import grow, queries
from tests.knocks import knock

pytestmark = pytest.mark.django_db
TAMBON, PROVINCE = 20, 30


@pytest.mark.parametrize(("code", "most"), [("710109", TAMBON), ("7101", PROVINCE), ("71", PROVINCE)])
def test_the_board_asks_few_questions_where_there_is_much_of_everything(world, code, most):
    grow(world, 10, 12)
    knock(world, "secretariat", "GET", "/")  # logged in from here on
    made, answer = queries(
        connection, lambda: knock(world, "secretariat", "GET", reverse("area_detail", args=[code]))
    )
    assert (answer.status, 'id="board"' in answer.text) == (200, True)
    assert made <= most

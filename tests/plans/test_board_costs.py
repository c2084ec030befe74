"""What the page of an area asks the database in all, session, person and menu with it (issue 5, item 1)."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.grow import grow, queries
from tests.knocks import knock

pytestmark = pytest.mark.django_db
MOST = {"710109": 20, "7101": 30, "71": 30}


def test_the_board_asks_few_questions_where_there_is_much_of_everything(world):
    grow(world, 10, 12)
    knock(world, "secretariat", "GET", "/")  # logged in from here on
    for code, most in MOST.items():
        address = reverse("area_detail", args=[code])
        made, answer = queries(
            connection, lambda address=address: knock(world, "secretariat", "GET", address)
        )
        assert (answer.status, 'id="board"' in answer.text) == (200, True)
        assert made <= most, code

"""The survey of a tambon's streams: written down on a phone, half now and half later, corrected, never overwritten."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from config.tools.thai import show_date, today
from projects.models import Agency, Presence, Survey, SurveyAgency, WorkStream
from projects.presence import picture_of
from tests.plans.pages import Tab, errors

pytestmark = pytest.mark.django_db
HERE = "710109"


@pytest.fixture
def client_of(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def streams(country):
    return {one.code: one for one in WorkStream.objects.all()}


def field(stream, kind="state"):
    return f"{kind}{stream.pk}"


def tab(client, on="", code=HERE):
    return Tab(client, reverse("survey_fill", args=[code]) + (f"?on={on}" if on else ""))


def states(user, country):
    return {
        row.stream.code: row.answer.state if row.answer else ""
        for row in picture_of(country[HERE], user).rows
    }


def test_half_a_survey_is_kept_and_gone_on_with(client_of, worker, streams, country):
    client = client_of(worker)
    typed = {"surveyed_by": "สภาองค์กรชุมชน", field(streams["WS08"]): "running"}
    answer = tab(client).send(**typed)
    assert answer.status_code == 302
    assert states(worker, country) == {"WS08": "running", "WS90": ""}
    page = tab(client, show_date(today()))
    assert page.values[field(streams["WS08"])] == ["running"]
    page.send(**{field(streams["WS90"]): "none"})
    assert states(worker, country) == {"WS08": "running", "WS90": "none"}
    assert Survey.objects.count() == 1


def test_what_was_not_looked_at_is_not_what_is_not_there(client_of, worker, streams):
    client = client_of(worker)
    tab(client).send(**{"surveyed_by": "สภา", field(streams["WS90"]): "none"})
    page = client.get(reverse("surveys", args=[HERE])).content.decode()
    assert "ยังไม่สำรวจ" in page
    assert "ไม่มี" in page


def test_an_older_survey_stays_and_the_newer_one_counts(client_of, worker, streams, country):
    client = client_of(worker)
    before = today() - timedelta(days=400)
    old = {"surveyed_on": show_date(before), "surveyed_by": "กองเลขา"}
    tab(client).send(**old, **{field(streams["WS08"]): "started", field(streams["WS90"]): "stopped"})
    picture = picture_of(country[HERE], worker)
    assert picture.is_old
    assert all(row.is_old for row in picture.rows if row.answer)
    tab(client).send(**{"surveyed_by": "สภา", field(streams["WS08"]): "strong"})
    assert states(worker, country) == {"WS08": "strong", "WS90": "stopped"}
    assert Presence.objects.count() == 3
    # An older one that is written down later does not count before the newer.
    middle = {"surveyed_on": show_date(before + timedelta(days=9)), "surveyed_by": "กองเลขา"}
    tab(client).send(**middle, **{field(streams["WS08"]): "none"})
    assert states(worker, country) == {"WS08": "strong", "WS90": "stopped"}


def test_an_answer_that_is_taken_back_lets_the_survey_before_it_count(client_of, worker, streams, country):
    client = client_of(worker)
    day = show_date(today() - timedelta(days=30))
    tab(client).send(surveyed_on=day, surveyed_by="กองเลขา", **{field(streams["WS08"]): "started"})
    tab(client).send(surveyed_by="สภา", **{field(streams["WS08"]): "strong", field(streams["WS90"]): "none"})
    tab(client, show_date(today())).send(**{field(streams["WS08"]): ""})
    assert states(worker, country) == {"WS08": "started", "WS90": "none"}
    assert Presence.objects.filter(is_latest=True).count() == 2


def test_another_sheet_of_a_day_goes_on_and_takes_nothing_out(client_of, worker, streams, country):
    """The form of today, sent with the day of an earlier survey, adds to it."""
    client = client_of(worker)
    day = show_date(today() - timedelta(days=30))
    tab(client).send(surveyed_on=day, surveyed_by="กองเลขา", **{field(streams["WS08"]): "started"})
    tab(client).send(surveyed_on=day, surveyed_by="สภา", **{field(streams["WS90"]): "running"})
    assert states(worker, country) == {"WS08": "started", "WS90": "running"}
    assert Survey.objects.get().surveyed_by == "กองเลขา, สภา"


def test_who_goes_on_with_a_day_is_added_and_nothing_goes_of_its_note(client_of, worker, streams):
    client = client_of(worker)
    first, second = streams["WS08"], streams["WS90"]
    tab(client).send(**{field(first): "running"}, surveyed_by="ทีมตำบล", note="พบผู้ใหญ่บ้าน")
    tab(client).send(**{field(second): "none"}, surveyed_by="กองเลขา", note="")
    tab(client).send(**{field(second): "started"}, surveyed_by="กองเลขา", note="โทรถามซ้ำ")
    survey = Survey.objects.get()
    assert survey.surveyed_by == "ทีมตำบล, กองเลขา"
    assert survey.note == "พบผู้ใหญ่บ้าน\nโทรถามซ้ำ"
    tab(client).send(**{field(second): "strong"}, surveyed_by="ทีม", note="พบ")  # parts of other words
    tab(client).send(**{field(second): "strong"}, surveyed_by="ทีม, กองเลขา", note="พบ\n\nอีกเรื่อง")
    survey.refresh_from_db()
    assert survey.surveyed_by == "ทีมตำบล, กองเลขา, ทีม"
    assert survey.note == "พบผู้ใหญ่บ้าน\nโทรถามซ้ำ\nพบ\nอีกเรื่อง"


def test_the_day_of_a_survey_is_corrected_unless_that_day_has_another(client_of, worker, streams):
    client = client_of(worker)
    first, second = (show_date(today() - timedelta(days=days)) for days in (30, 20))
    tab(client).send(surveyed_on=first, surveyed_by="กองเลขา", **{field(streams["WS08"]): "started"})
    tab(client, first).send(surveyed_on=second)
    assert show_date(Survey.objects.get().surveyed_on) == second
    tab(client).send(surveyed_by="สภา", **{field(streams["WS08"]): "strong"})
    refused = tab(client, show_date(today())).send(surveyed_on=second)
    assert refused.status_code == 422
    assert second in str(errors(refused))


def test_agencies_stand_in_their_stream(client_of, worker, streams, country):
    client = client_of(worker)
    tso, pao = (Agency.objects.get(name=name) for name in ("ทสจ.กาญจนบุรี", "อบจ.กาญจนบุรี"))
    more = {"more1": tso.pk, "more_in1": streams["WS08"].pk, "more2": pao.pk, "more_in2": streams["WS08"].pk}
    tab(client).send(surveyed_by="สภา", **{field(streams["WS08"]): "running"}, **more)
    page = tab(client, show_date(today()))
    assert sorted(page.values[field(streams["WS08"], "with")]) == sorted([str(tso.pk), str(pao.pk)])
    page.send(**{field(streams["WS08"], "with"): [str(tso.pk)]})
    assert [row.agency for row in SurveyAgency.objects.all()] == [tso]
    [seen] = [row for row in picture_of(country[HERE], worker).rows if row.agencies]
    assert (seen.stream.code, seen.agencies) == ("WS08", (tso,))


REFUSED = {
    "nothing": ({}, "อย่างน้อยหนึ่งเนื้องาน"),
    "tomorrow": ({"surveyed_on": "TOMORROW", "WS08": "running"}, "ยังไม่ถึง"),
    "nobody": ({"surveyed_by": "", "WS08": "running"}, "โปรดกรอก"),
    "a state of its own": ({"WS08": "great"}, "เลือก"),
    "agency without a stream": ({"more1": "AGENCY", "WS08": "running"}, "เนื้องาน"),
    "stream without an agency": ({"more_in1": "STREAM", "WS08": "running"}, "หน่วยงาน"),
    "agency in a stream that is not there": (
        {"more1": "AGENCY", "more_in1": "STREAM", "WS08": "none"},
        "ไม่มี",
    ),
    "agency in a stream left open": ({"more1": "AGENCY", "more_in1": "STREAM", "WS90": "none"}, "เนื้องาน"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_words(client_of, worker, streams, name):
    typed, words = REFUSED[name]
    known = {
        "TOMORROW": show_date(today() + timedelta(days=1)),
        "AGENCY": Agency.objects.get(name="ทสจ.กาญจนบุรี").pk,
        "STREAM": streams["WS08"].pk,
    }
    sent = {"surveyed_by": "สภา"}
    for key, value in typed.items():
        sent[field(streams[key]) if key in streams else key] = known.get(value, value)
    answer = tab(client_of(worker)).send(**sent)
    assert answer.status_code == 422
    assert words in str(errors(answer))
    assert not Survey.objects.exists()


@pytest.mark.parametrize("day", ["19 พ.ค. 66", "๑๙/๕/๒๕๖๖", "19/05/2023"])
def test_a_day_is_read_as_people_write_it(client_of, worker, streams, day):
    tab(client_of(worker)).send(surveyed_on=day, surveyed_by="สภา", **{field(streams["WS08"]): "running"})
    assert Survey.objects.get().surveyed_on == date(2023, 5, 19)


def test_two_people_at_one_tambon_are_shown_both_answers(client_of, worker, streams):
    client = client_of(worker)
    tab(client).send(surveyed_by="สภา", **{field(streams["WS08"]): "started"})
    mine, theirs = (tab(client, show_date(today())) for _ in range(2))
    theirs.send(**{field(streams["WS08"]): "strong"})
    answer = mine.send(**{field(streams["WS08"]): "stopped"})
    assert answer.status_code == 409
    assert "เข้มแข็ง" in answer.content.decode()
    assert Presence.objects.get().state == "strong"


def test_only_a_tambon_in_use_is_surveyed(client_of, worker, secretariat, country):
    client = client_of(secretariat)
    assert client.get(reverse("survey_fill", args=["7101"])).status_code == 404
    country[HERE].abolished_on = date(2020, 1, 1)
    country[HERE].save()
    assert client.get(reverse("survey_fill", args=[HERE])).status_code == 404


def test_a_reader_of_another_tambon_sees_and_writes_nothing(client_of, stranger, reader, streams):
    assert client_of(stranger).get(reverse("surveys", args=[HERE])).status_code == 404
    assert client_of(reader).get(reverse("surveys", args=[HERE])).status_code == 200
    assert client_of(reader).get(reverse("survey_fill", args=[HERE])).status_code == 403


def test_the_database_keeps_one_latest_answer_for_a_stream(country, streams):
    day = date(2023, 5, 1)
    for number in (0, 1):
        survey = Survey.objects.create(
            area_id=HERE, surveyed_on=day + timedelta(days=number), surveyed_by="ก"
        )
        row = {"survey": survey, "area_id": HERE, "work_stream": streams["WS08"], "state": "none"}
        if number:
            with pytest.raises(IntegrityError), transaction.atomic():
                Presence.objects.create(**row, is_latest=True)
        else:
            Presence.objects.create(**row, is_latest=True)

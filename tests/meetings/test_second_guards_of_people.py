"""Guards of people and trainings that stand behind another one, asked directly: each holds alone."""

from itertools import chain

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from areas.models import Area, Cluster, Role
from meetings import trained
from meetings.at_meeting import trained_at
from meetings.forms.homes import homes_for, homes_in
from meetings.forms.people_filter import PeopleFilter, years
from meetings.forms.trainings import TrainingOfManyForm, trainings_about
from meetings.models import Person, TrainingRecord
from meetings.same_people import known_around
from meetings.views.people import ClusterPersonAdd, PersonEdit
from meetings.views.people_list import with_trainings
from meetings.views.trainings import ClusterTrainingAdd, TrainingEdit
from tests.cast import person
from tests.meetings.stage import HERE, NEXT, OTHER, make_person, topic, train, training_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(country):
    """People here, beside, of the province, of the other one and of the cluster, each with a training."""
    found = {code: make_person(area=code) for code in (HERE, NEXT, "71", OTHER)}
    found["cluster"] = make_person(cluster=Cluster.objects.get())
    for one in found.values():
        train(one)
    return found


def seen(rows, people):
    """Return the keys of the people whom rows are of."""
    of = {one.pk: key for key, one in people.items()}
    return {of[getattr(row, "person_id", row.pk)] for row in rows}


@pytest.mark.parametrize("model", [Person, TrainingRecord])
def test_rows_are_seen_and_changed_in_the_scope_of_their_home(
    model, people, worker, reader, stranger, secretariat
):
    rows = model.objects
    assert seen(rows.visible_to(worker), people) == {HERE}
    assert seen(rows.editable_by(worker), people) == {HERE}
    assert seen(rows.visible_to(reader), people) == {HERE, NEXT, "71", "cluster"}
    assert seen(rows.editable_by(reader), people) == set()
    assert seen(rows.editable_by(secretariat), people) == {HERE, NEXT, "71"}
    assert seen(rows.visible_to(stranger), people) == {OTHER, "cluster"}
    head = person("head", Role.CLUSTER_HEAD, cluster=Cluster.objects.get())
    assert "cluster" in seen(rows.editable_by(head), people)
    nobody = AnonymousUser()
    assert [rows.visible_to(nobody).exists(), rows.editable_by(nobody).exists()] == [False, False]


def recognised(home, user, people):
    return seen(chain(*known_around(home, user).values()), people)


def test_a_name_is_compared_with_people_whom_one_looks_after(people, worker, secretariat, reader):
    here, cluster = Area.objects.get(pk=HERE), Cluster.objects.get()
    assert recognised(here, worker, people) == {HERE}
    assert recognised(here, secretariat, people) == {HERE, "71"}
    assert recognised(here, reader, people) == set()
    head = person("head", Role.CLUSTER_HEAD, cluster=cluster)
    assert recognised(cluster, head, people) == {HERE, NEXT, "71", OTHER, "cluster"}
    assert recognised(cluster, worker, people) == {HERE}


def test_homes_that_are_offered_are_the_own_ones(people, worker, secretariat):
    assert [str(one.pk) for one in homes_in(Area.objects.get(pk="71"), worker)] == [HERE]
    assert OTHER not in {one.pk for one in homes_in(Area.objects.get(pk="71"), secretariat)}
    assert {one.pk[:6] for one in homes_for(people[HERE], worker)} == {HERE}
    assert NEXT in {one.pk for one in homes_for(people[HERE], secretariat)}
    cluster = Cluster.objects.get()
    assert homes_for(people["cluster"], worker) == [cluster]
    assert homes_for(people["cluster"], secretariat) == [cluster, Area.objects.get(pk="71")]


def test_of_a_cluster_its_own_people_choose_among_all_its_places_others_among_theirs(
    people, worker, secretariat
):
    cluster = Cluster.objects.get()
    head = person("head", Role.CLUSTER_HEAD, cluster=cluster)
    found = homes_in(cluster, head)
    assert found[0] == cluster
    assert {"71", "72", HERE, NEXT, OTHER} <= {one.pk for one in found[1:]}
    assert [one.pk for one in homes_in(cluster, worker)] == [HERE]
    offered = [TrainingOfManyForm(home=cluster, user=user).offered for user in (head, worker)]
    assert [seen(rows, people) for rows in offered] == [set(people), {HERE}]


def test_a_cluster_form_is_locked_for_its_own_people_alone(rf, secretariat, stranger, people):
    for view in (ClusterTrainingAdd(), ClusterPersonAdd()):
        view.setup(rf.get("/"), pk=Cluster.objects.get().pk)
        view.target = Cluster.objects.get()
        view.request.user = secretariat
        with pytest.raises(PermissionDenied):
            view.find()
        with pytest.raises(Http404):
            view.lock()


def test_those_trained_at_a_meeting_are_named_where_one_may_see_them(people, worker, secretariat):
    meeting = training_at(cluster=Cluster.objects.get())
    TrainingRecord.objects.update(meeting=meeting)
    for user, named, outside in ((worker, {HERE}, 4), (secretariat, {HERE, NEXT, "71", "cluster"}, 1)):
        told = trained_at(meeting, user)
        [row] = told.topics
        assert (seen(row.people, people), row.outside) == (named, outside)
        assert (told.people, told.outside) == (len(named), outside)


def test_a_list_is_narrowed_by_a_meeting_that_one_sees(people, worker, secretariat):
    meeting = training_at()
    asked = {"meeting": str(meeting.pk)}
    fields = [PeopleFilter(asked, Person.objects.all(), user).fields for user in (worker, secretariat)]
    assert ["meeting" in one for one in fields] == [False, True]


def test_a_cluster_counts_its_own_people_trained_where_one_may_see_them(people, worker, secretariat):
    assert [trained.of_cluster(Cluster.objects.get(), user) for user in (worker, secretariat)] == [0, 1]


def test_trainings_that_are_offered_are_seen_and_near(people, worker, secretariat):
    here, above, beside = (training_at(code) for code in (HERE, "71", NEXT))
    of_cluster = training_at(cluster=Cluster.objects.get())
    training_at(OTHER)
    home = Area.objects.get(pk=HERE)
    assert set(trainings_about(home, secretariat)) == {here, above, of_cluster}
    assert set(trainings_about(home, worker)) == {here}
    assert beside in trainings_about(Area.objects.get(pk="71"), secretariat)
    assert set(trainings_about(Cluster.objects.get(), AnonymousUser())) == set()
    assert set(trainings_about(Cluster.objects.get(), worker)) == set()
    assert set(trainings_about(Cluster.objects.get(), secretariat)) == {of_cluster}


def test_people_that_are_offered_for_a_training_are_those_whom_one_looks_after(people, worker, reader):
    province = Area.objects.get(pk="71")
    offered = [TrainingOfManyForm(home=province, user=user).offered for user in (worker, reader)]
    assert [seen(rows, people) for rows in offered] == [{HERE}, set()]


def test_the_trainings_beside_a_person_are_of_the_own_scope(people, worker):
    rows = with_trainings([people[HERE], people[OTHER]], worker)
    assert [len(row.trainings) for row in rows] == [1, 0]


def test_years_and_places_to_choose_from_are_of_the_own_scope(people, worker):
    train(people[OTHER], day="2020-01-01")
    assert years(worker) == [2566]
    form = PeopleFilter({}, Person.objects.visible_to(worker), worker)
    assert [value for value, _label in form.fields["area"].choices] == ["", HERE]


def test_the_boards_count_people_whom_one_may_see(people, worker, secretariat):
    training_at(NEXT)
    assert trained.read("71", worker, 3).people == 1
    assert trained.read("71", worker, 3).meetings == []
    assert trained.by_province(["71", "72"], worker) == {(topic().pk, "71"): 1, (0, "71"): 1}
    assert trained.by_province(["71", "72"], secretariat) == {(topic().pk, "71"): 3, (0, "71"): 3}


@pytest.mark.parametrize("page", ["capacity_person", "capacity_history"])
def test_a_person_of_elsewhere_is_not_found(client, worker, people, page):
    client.force_login(worker)
    assert client.get(reverse(page, args=[people[HERE].pk])).status_code == 200
    assert client.get(reverse(page, args=[people[NEXT].pk])).status_code == 404


def test_a_person_that_left_ones_scope_is_not_locked(rf, worker, people):
    for view, row in ((PersonEdit(), people[NEXT]), (TrainingEdit(), people[NEXT].trainings.get())):
        view.setup(rf.get("/"))
        view.request.user, view.target = worker, row
        with pytest.raises(Http404):
            view.lock()


def test_trainings_are_recorded_from_the_list_where_one_may_change_people(client, people, worker, reader):
    for user, places in ((worker, [HERE]), (reader, [])):
        client.force_login(user)
        assert [one.pk for one in client.get(reverse("capacity_list")).context["add_to"]] == places

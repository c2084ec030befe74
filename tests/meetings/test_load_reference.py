"""load_reference: the lists that an office starts from; again it changes nothing, and staff's words stay."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from areas.models import Cluster
from meetings.models import CapacityTopic
from projects.models import Agency, Dimension, WorkStream
from projects.reference import CLUSTER

pytestmark = pytest.mark.django_db


def load(*arguments):
    told = StringIO()
    call_command("load_reference", *arguments, stdout=told)
    return told.getvalue()


def states():
    """Return how many states of rows the histories hold."""
    kept = (WorkStream, Dimension, Agency, CapacityTopic, Cluster)
    return [model.history.count() for model in kept]


@pytest.fixture
def three(country):
    """A country with the third province as well, and no reference data yet."""
    for model in (Cluster, WorkStream, Dimension, Agency):
        model.objects.all().delete()
    type(country["71"]).objects.create(code="70", level="province", name_th="ราชบุรี")


def test_the_lists_of_the_three_provinces_are_loaded(three):
    load()
    found = [model.objects.count() for model in (WorkStream, Dimension, CapacityTopic, Agency)]
    assert found == [12, 5, 7, 4 + 5 + 3 * 9]
    assert {row.code for row in Cluster.objects.get(name=CLUSTER).provinces.all()} == {"70", "71", "72"}


def test_loading_again_changes_nothing(three):
    load()
    before = states()
    load()
    assert states() == before


def test_what_staff_wrote_stays_and_is_told(three):
    load()
    stream, agency = WorkStream.objects.get(code="WS01"), Agency.objects.get(name="พมจ.กาญจนบุรี")
    stream.name, agency.name = "แผนชุมชน", "สนง.พมจ.กาญจนบุรี"
    stream.save(), agency.save()
    told = load()
    assert "WS01 แผนชุมชน" in told
    assert "สนง.พมจ.กาญจนบุรี (พมจ.กาญจนบุรี)" in told
    assert not Agency.objects.filter(name="พมจ.กาญจนบุรี").exists()


def test_what_staff_archived_stays_archived(three):
    load()
    Dimension.objects.filter(code="GOV").update(is_active=False)
    load()
    assert not Dimension.objects.get(code="GOV").is_active


def test_another_province_gets_its_own_agencies_and_no_cluster(three):
    load("--provinces", "๗๒")
    assert Agency.objects.filter(area="72").count() == 9
    assert not Agency.objects.filter(area="71").exists()
    assert not Cluster.objects.exists()


def test_each_tambon_gets_a_local_authority_when_asked(three):
    Agency.objects.create(name="อบต.วังด้ง", kind="local", area_id="710108")
    load("--provinces", "71", "--local")
    load("--provinces", "71", "--local")
    found = Agency.objects.filter(area__level="tambon").values_list("name", flat=True)
    assert set(found) == {
        "อบต.วังด้ง",
        "อปท. ต.ช่องสะเดา อ.เมืองกาญจนบุรี จ.กาญจนบุรี",
        "อปท. ต.เลาขวัญ อ.เลาขวัญ จ.กาญจนบุรี",
    }


@pytest.mark.parametrize("typed", ["99", "7101", "กาญจนบุรี", "'", "7" * 5000])
def test_a_code_that_is_no_province_is_refused_and_nothing_is_loaded(three, typed):
    with pytest.raises(CommandError):
        load("--provinces", "71", typed)
    assert not WorkStream.objects.exists()

"""The workbench and its acts, through the pages."""

import re
import uuid

import pytest
from django.urls import reverse

from plans import rollup
from plans import rules_rollup as rules
from plans.models import LeftOut, Lineage, PlanItem
from tests.cast import endorse
from tests.plans.bench import all_of, budget, make_item, make_plan, problems, source, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(country, client, secretariat):
    """The secretariat at the workbench of กาญจนบุรี, two tambons below."""
    client.force_login(secretariat)
    province, chong_sadao, wang_dong = stage()
    return {
        "plan": province,
        "weir": make_item(chong_sadao, "ฝายชะลอน้ำ", (0, 350_000, 350_000, 0)),
        "pipes": make_item(chong_sadao, "ประปาภูเขาระยะ 2", (600_000, 400_000, 0, 0)),
        "well": make_item(wang_dong, "บ่อบาดาลโซลาร์", (450_000, 0, 0, 0)),
    }


def url(name, plan, *args):
    return reverse(name, args=[plan.pk, *args])


def send(client, address, **data):
    """Send a workbench form with a fresh key."""
    return client.post(address, {"key": str(uuid.uuid4()), "version": "0", **data})


def fields_of(response):
    """Return a form's fields as a browser would send them, from the page's own form object."""
    form = response.context["form"]
    data = {"key": response.context["write"]["key"], "version": str(response.context["write"]["version"])}
    data["opened"] = response.context["write"]["opened"]
    for name, texts in form.raw().items():
        data[name] = texts
    return data


def test_the_workbench_shows_what_waits_what_is_placed_and_that_it_ties(client, bench):
    rules.make_line(bench["plan"], {"title": "ระบบน้ำ"}, all_of(bench["pipes"], bench["well"]))
    page = client.get(url("rollup", bench["plan"])).content.decode()
    for said in ("ฝายชะลอน้ำ", "K1", "ระบบน้ำ", "1,450,000", "700,000", "2,150,000"):
        assert said in page
    assert 'class="differs"' not in page


def test_an_empty_workbench_says_what_is_missing(client, secretariat):
    client.force_login(secretariat)
    page = client.get(url("rollup", make_plan("71"))).content.decode()
    assert 'class="empty"' in page


def test_ticked_items_open_a_form_filled_from_the_originals(client, bench):
    opened = client.post(
        url("rollup_carry", bench["plan"]), {"open": "1", "item": [bench["weir"].pk, bench["pipes"].pk]}
    )
    assert opened.status_code == 302
    form = client.get(opened.url).context["form"]
    assert form.total == 1_700_000
    assert form.initial["dimension"] == bench["weir"].dimension_id


def test_two_items_are_merged_through_the_page(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['weir'].pk}&item={bench['well'].pk}"))
    done = client.post(address, {**data, "title": "ระบบน้ำขนาดเล็ก"})
    line = PlanItem.objects.get(plan=bench["plan"])
    assert done.url.endswith(f"?changed=line-{line.pk}#line-{line.pk}")
    assert (line.title, budget(line)) == ("ระบบน้ำขนาดเล็ก", {2567: 450_000, 2568: 350_000, 2569: 350_000})
    page = client.get(done.url).content.decode()
    assert f'class="line-head changed" id="line-{line.pk}" tabindex="-1" data-focus' in re.sub(
        r"\s+", " ", page
    )
    assert (
        reverse(
            "rollup_split_many", args=[bench["plan"].pk, *sorted(line.origins.values_list("pk", flat=True))]
        )
        in page
    )


def test_a_part_is_carried_through_the_page_with_thai_digits(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['weir'].pk}"))
    client.post(address, {**data, f"c_{bench['weir'].pk}_2568_{source()}": "๑๐๐,๐๐๐.-"})
    assert budget(PlanItem.objects.get(plan=bench["plan"])) == {2568: 100_000, 2569: 350_000}
    assert problems(bench["plan"]) == []


def test_more_than_what_is_left_comes_back_as_typed(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['weir'].pk}"))
    refused = client.post(
        address, {**data, f"c_{bench['weir'].pk}_2568_{source()}": "350,001", "title": "ชื่อใหม่"}
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "350,001" in page
    assert "ชื่อใหม่" in page
    assert not Lineage.objects.exists()


def test_an_amount_that_cannot_be_read_comes_back_as_typed(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['weir'].pk}"))
    refused = client.post(address, {**data, f"c_{bench['weir'].pk}_2568_{source()}": "350,00"})
    assert refused.status_code == 422
    assert "350,00" in refused.content.decode()


def test_a_year_that_was_placed_meanwhile_is_not_dropped_in_silence(client, bench):
    address, weir = url("rollup_carry", bench["plan"]), bench["weir"]
    data = fields_of(client.get(f"{address}?item={weir.pk}"))
    rules.make_line(bench["plan"], {}, {weir.pk: {(2568, source()): 350_000}})
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "2568" in refused.content.decode()
    assert PlanItem.objects.filter(plan=bench["plan"]).count() == 1


def test_an_item_placed_meanwhile_is_refused_with_a_sentence(client, bench):
    address, weir = url("rollup_carry", bench["plan"]), bench["weir"]
    data = fields_of(client.get(f"{address}?item={weir.pk}"))
    rules.make_line(bench["plan"], {}, all_of(weir))
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert problems(bench["plan"]) == []


def test_the_same_form_twice_makes_one_line(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['well'].pk}"))
    first, second = client.post(address, data), client.post(address, data)
    assert first.url == second.url
    assert PlanItem.objects.filter(plan=bench["plan"]).count() == 1


def test_an_original_whose_tick_is_taken_away_stays_out(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['weir'].pk}&item={bench['well'].pk}"))
    client.post(address, {**data, "keep": [str(bench["well"].pk)]})
    assert Lineage.objects.get().child == bench["well"]


def test_nothing_ticked_is_said(client, bench):
    back = client.post(url("rollup_carry", bench["plan"]), {"open": "1"}, follow=True)
    assert 'role="alert"' in back.content.decode()
    assert 'class="empty"' in client.get(url("rollup_carry", bench["plan"])).content.decode()


def test_ticked_items_go_into_a_line(client, bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    done = send(client, url("rollup_into_line", bench["plan"]), item=[bench["well"].pk], line=line.pk)
    assert done.status_code == 302
    assert line.origins.count() == 2


def test_without_a_chosen_line_the_page_asks_for_one(client, bench):
    rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    asked = send(client, url("rollup_into_line", bench["plan"]), item=[bench["well"].pk], line="")
    assert asked.status_code == 422
    assert f'name="item" value="{bench["well"].pk}"' in asked.content.decode()


def test_ticked_items_are_left_out_with_a_reason_and_brought_back(client, bench):
    address = url("rollup_leave_out", bench["plan"])
    opened = client.post(address, {"open": "1", "item": [bench["weir"].pk, bench["well"].pk]})
    data = {**fields_of(client.get(opened.url)), "item": [bench["weir"].pk, bench["well"].pk]}
    assert client.post(address, {**data, "ground": "other", "reason": ""}).status_code == 422
    done = client.post(address, {**data, "ground": "other", "reason": "เกินกำลัง"})
    assert "เกินกำลัง" in client.get(done.url).content.decode()
    out = LeftOut.objects.get(item=bench["weir"])
    send(client, url("rollup_bring_back", bench["plan"], out.pk))
    assert LeftOut.objects.get().item == bench["well"]


def test_a_group_is_left_out_in_one_act_and_the_act_undone(client, bench):
    for number in range(3):
        make_item(bench["weir"].plan, f"ทำเอง {number}", doability="alone")
    page = client.get(url("rollup", bench["plan"])).content.decode()
    assert 'value="alone"' in page
    done = send(client, url("rollup_leave_out_group", bench["plan"]), group="alone")
    assert LeftOut.objects.count() == 3
    undo = re.search(r'action="([^"]*bring-back/[0-9]+-[0-9]+/)"', client.get(done.url).content.decode())[1]
    send(client, undo)
    assert LeftOut.objects.count() == 0


def test_carrying_up_is_undone_whole(client, bench):
    address = url("rollup_carry", bench["plan"])
    data = fields_of(client.get(f"{address}?item={bench['weir'].pk}&item={bench['well'].pk}"))
    page = client.get(client.post(address, data).url).content.decode()
    send(client, re.search(r'action="([^"]*split/[0-9]+-[0-9]+/)"', page)[1])
    assert not PlanItem.objects.filter(plan=bench["plan"]).exists()
    assert problems(bench["plan"]) == []


def test_an_original_is_taken_out_by_its_button_once(client, bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"], bench["well"]))
    address = url("rollup_split", bench["plan"], line.origins.get(child=bench["weir"]).pk)
    assert address in client.get(url("rollup", bench["plan"])).content.decode()
    send(client, address)
    assert send(client, address).status_code == 302
    assert Lineage.objects.get().child == bench["well"]
    assert client.get(address).status_code == 404


def test_filters_narrow_the_queue_and_stay_after_an_act(client, bench):
    found = client.get(url("rollup", bench["plan"]) + "?area=710108").context["page"]
    assert [row.title for row in found] == ["บ่อบาดาลโซลาร์"]
    line = rules.make_line(bench["plan"], {}, all_of(bench["pipes"]))
    done = send(
        client,
        url("rollup_into_line", bench["plan"]),
        item=[bench["well"].pk],
        line=line.pk,
        at="area=710109",
    )
    assert "area=710109" in done.url


def test_a_long_queue_has_pages_and_a_changed_row_is_on_its_page(client, bench):
    for number in range(60):
        last = make_item(bench["well"].plan, f"รายการ {number}", (10, 0, 0, 0))
    assert len(client.get(url("rollup", bench["plan"])).context["page"]) == 50
    page = client.get(url("rollup", bench["plan"]) + f"?changed=item-{last.pk}").context["page"]
    assert last.pk in {row.item_id for row in page}


def test_a_line_is_edited_with_its_words_and_amounts(client, bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"], bench["pipes"]))
    address = reverse("line_edit", args=[line.pk])
    data = fields_of(client.get(address))
    done = client.post(
        address,
        {
            **data,
            "title": "ระบบน้ำ",
            "keep": [str(bench["weir"].pk)],
            f"c_{bench['weir'].pk}_2568_{source()}": "1",
            "add": [str(bench["well"].pk)],
        },
    )
    assert done.status_code == 302
    line.refresh_from_db()
    assert (line.title, budget(line)) == ("ระบบน้ำ", {2567: 450_000, 2568: 1, 2569: 350_000})
    assert problems(bench["plan"]) == []


def test_a_stale_line_gets_the_page_with_both_values(client, bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"], bench["pipes"]))
    address = reverse("line_edit", args=[line.pk])
    data = fields_of(client.get(address))
    rules.split(line.origins.get(child=bench["pipes"]))
    stale = client.post(address, {**data, "title": "ชื่อของฉัน"})
    assert stale.status_code == 409
    assert "ชื่อของฉัน" in stale.content.decode()
    assert budget(line) == {2568: 350_000, 2569: 350_000}


def test_a_line_without_origin_is_edited_as_any_item(client, bench):
    own = make_item(bench["plan"], "ศูนย์ข้อมูล", (10, 0, 0, 0))
    assert client.get(reverse("line_edit", args=[own.pk])).url == reverse("item_edit", args=[own.pk])
    assert "chip-grey" in client.get(url("rollup", bench["plan"])).content.decode()


def test_a_reader_sees_the_workbench_without_its_buttons(client, bench, reader):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    rules.leave_out(bench["plan"], [bench["pipes"]], "alone")
    client.force_login(reader)
    page = client.get(url("rollup", bench["plan"])).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "ฝายชะลอน้ำ" in main
    assert (main.count("<button"), main.count("data-auto-button")) == (1, 1)  # the filters' alone
    for address in (
        url("rollup_carry", bench["plan"]),
        url("rollup_into_line", bench["plan"]),
        url("rollup_leave_out", bench["plan"]),
        url("rollup_leave_out_group", bench["plan"]),
        url("rollup_keep_apart", bench["plan"]),
        url("rollup_split", bench["plan"], line.origins.get().pk),
        url("rollup_bring_back", bench["plan"], LeftOut.objects.get().pk),
        url("rollup_split_many", bench["plan"], 1, 999),
        url("rollup_bring_back_many", bench["plan"], 1, 999),
        reverse("line_edit", args=[line.pk]),
    ):
        assert client.post(address, {"key": str(uuid.uuid4()), "version": "0"}).status_code == 403, address
    assert (Lineage.objects.count(), LeftOut.objects.count()) == (1, 1)


def test_a_stranger_does_not_know_the_workbench(client, bench, stranger):
    client.force_login(stranger)
    assert client.get(url("rollup", bench["plan"])).status_code == 404
    assert send(client, url("rollup_carry", bench["plan"])).status_code == 404


def test_ids_of_another_plan_do_nothing(client, bench, stranger):
    """The undo of one plan does not reach into another's lines."""
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    other = make_plan("72")
    client.force_login(stranger)
    lineage = line.origins.get().pk
    send(client, url("rollup_split_many", other, lineage, lineage))
    send(client, url("rollup_split", other, lineage))
    assert Lineage.objects.filter(pk=lineage).exists()


def test_an_endorsed_plan_has_no_buttons_and_takes_no_acts(client, bench):
    line = rules.make_line(bench["plan"], {}, all_of(bench["weir"]))
    endorse(bench["plan"])
    page = client.get(url("rollup", bench["plan"])).content.decode()
    assert "rollup/split" not in page
    assert 'name="item"' not in page
    assert send(client, url("rollup_split", bench["plan"], line.origins.get().pk)).status_code == 422
    assert client.get(reverse("line_edit", args=[line.pk])).status_code == 302
    assert send(client, reverse("line_edit", args=[line.pk]), title="x").status_code in (409, 422)
    assert line.origins.count() == 1


@pytest.mark.parametrize("bad", ["item=x", "item=99999999999.999999", "item=-1", "item=", "item=0"])
def test_addresses_that_make_no_sense_are_no_fault(client, bench, bad):
    for name in ("rollup", "rollup_carry", "rollup_leave_out", "rollup_into_line", "rollup_keep_apart"):
        assert client.get(f"{url(name, bench['plan'])}?{bad}").status_code in (200, 302)


def test_huge_numbers_in_an_address_are_no_fault(client, bench):
    huge = 10**30
    assert client.get(url("rollup_split", bench["plan"], huge)).status_code == 404
    assert send(client, url("rollup_split_many", bench["plan"], 1, huge)).status_code == 302
    assert client.get(reverse("line_edit", args=[huge])).status_code == 404


def test_the_workbench_costs_the_same_queries_for_more_rows(client, bench, django_assert_num_queries):
    counts = []
    client.get("/about/")  # the first page after the login writes the visit down
    for number in (10, 20):
        while PlanItem.objects.filter(plan=bench["well"].plan).count() < number:
            rules.make_line(bench["plan"], {}, all_of(make_item(bench["well"].plan)))
            rules.leave_out(bench["plan"], [make_item(bench["well"].plan)], "alone")
            make_item(bench["well"].plan)
        with django_assert_num_queries(40, exact=False) as queries:
            client.get(url("rollup", bench["plan"]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert rollup.read(bench["plan"]).ties

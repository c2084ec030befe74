"""The workbench in a real browser: tick, merge, see what has changed, undo; nothing complains."""

import pytest
from django.urls import reverse

from plans.models import Lineage, PlanItem
from tests.browser import DESK, PHONE
from tests.plans.bench import make_item, stage
from tests.programs import needs

pytestmark = [needs("chromium"), pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_two_items_are_merged_in_part_and_the_act_is_undone(browser_page, secretariat, size):
    plan, chong_sadao, wang_dong = stage()
    make_item(chong_sadao, "ฝายชะลอน้ำ", (0, 350_000, 350_000, 0))
    make_item(wang_dong, "บ่อบาดาลโซลาร์", (450_000, 0, 0, 0))
    browser_page.as_on(size)
    browser_page.sign_in(secretariat)
    browser_page.open(reverse("rollup", args=[plan.pk]))
    page = browser_page.page
    for box in page.locator("input[name=item]").all():
        box.check()
    assert "1,150,000" in page.locator(".told").inner_text()
    with page.expect_navigation():  # the next page's scripts are there before anything is typed
        page.locator(".bulk .btn-fill").click()
    page.locator("input[data-year='2568']").fill("๑๐๐,๐๐๐.-")
    assert page.locator("output[data-all]").inner_text() == "900,000"
    page.locator("input[name=keep]").nth(0).uncheck()
    assert page.locator("output[data-all]").inner_text() in {"450,000", "450,000.00"}
    page.locator("input[name=keep]").nth(0).check()
    with page.expect_navigation():
        page.locator(".form-foot .btn-fill").click()
    line = PlanItem.objects.get(plan=plan)
    assert page.evaluate("document.activeElement.id") == f"line-{line.pk}"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.locator(".toast-undo").click()
    page.wait_for_url("**/rollup/")
    assert not Lineage.objects.exists()

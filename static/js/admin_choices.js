// Gives a choice that is searched its name: the box that stands for the list is not tied to the list's label.
const named = (list) => list.getAttribute("aria-label") || document.querySelector(`label[for="${list.id}"]`)?.textContent.trim();

const nameBoxes = () => {
  for (const list of document.querySelectorAll("select.select2-hidden-accessible")) {
    const boxes = list.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox]") ?? [];
    for (const box of boxes) if (named(list)) box.setAttribute("aria-label", named(list));
  }
};

addEventListener("load", () => {
  nameBoxes();
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
});

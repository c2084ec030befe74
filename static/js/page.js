// Small comforts of every page; without this file nothing is lost.

// A message stays until it is closed or the next page comes.
for (const button of document.querySelectorAll("[data-close]")) {
  button.hidden = false;
  button.addEventListener("click", () => button.closest("[data-toast]").remove());
}

// What was typed and not saved yet goes at logout.
document.addEventListener("submit", (event) => {
  if (!new URL(event.target.action).pathname.startsWith("/logout/")) return;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("draft:")) sessionStorage.removeItem(name);
});

// Menus of the bar close by Escape and by a press elsewhere.
const menus = document.querySelectorAll("details.menu");
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Filters marked data-auto apply as soon as they are changed; without JavaScript their button does it.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.querySelector("[data-auto-button]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A text is put on the clipboard; without a secure connection it is selected and copied the old way, else stays selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    const copied = await navigator.clipboard?.writeText(text.value).then(() => true).catch(() => false);
    if (copied || document.execCommand("copy")) button.nextElementSibling.textContent = button.dataset.copied;
  });
}

// What is on paper must be open.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
});

// The search box proposes links: down goes into them, Escape closes them.
for (const form of document.querySelectorAll("[data-suggest]")) {
  const box = form.querySelector(".suggest-box");
  const input = form.querySelector("input");
  const links = () => [...box.querySelectorAll("a")];
  const close = () => box.replaceChildren();
  form.addEventListener("keydown", (event) => {
    const at = links().indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      links()[Math.min(at + 1, links().length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? input : links()[at - 1]).focus();
    } else if (event.key === "Escape") {
      close();
      input.focus();
    }
  });
  input.addEventListener("input", () => {
    if (!input.value.trim()) close();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
}

// Fragments that htmx brings: the row that has changed takes the focus.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.matches?.("[data-focus]") ? event.target : event.target.querySelector?.("[data-focus]");
  row?.focus();
});

// A fragment that could not be fetched: say so where everything typed still stands.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => {
    const told = document.querySelector("[data-fault]");
    if (told) told.hidden = false;
  });
}

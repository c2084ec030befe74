// What is typed into a form survives a failed send and a way back: <form data-draft="person">.
// The draft is kept for this tab alone with the form's key, so that what was saved after all is not saved twice. It
// goes when the form is saved (the next page has a toast), at logout (page.js) and when another person comes.
// A form that makes its rows by script listens to "draft", which comes before the values are put back.

const PREFIX = "draft:";
const CARRIED = ["csrfmiddlewaretoken", "more"];

function read(form) {
  const typed = [];
  for (const one of form.elements) {
    if (!one.name || CARRIED.includes(one.name)) continue;
    if (one.matches("[type='radio'], [type='checkbox']") && !one.checked) continue;
    typed.push([one.name, one.value]);
  }
  return typed;
}

function fill(form, typed) {
  const values = new Map();
  for (const [name, value] of typed) values.set(name, [...(values.get(name) ?? []), value]);
  form.dispatchEvent(new CustomEvent("draft", { detail: values }));
  for (const one of form.elements) {
    if (!one.name || [...CARRIED, "rows"].includes(one.name)) continue;
    const kept = values.get(one.name) ?? [];
    if (one.matches("[type='radio'], [type='checkbox']")) one.checked = kept.includes(one.value);
    else if (kept.length) one.value = kept[0];
  }
}

function drafts() {
  return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
}

function keepDraft(form) {
  const mine = `${PREFIX}${form.dataset.draft}:`;
  const name = `${mine}${location.pathname}${location.search}`;
  for (const other of drafts()) if (!other.startsWith(mine)) sessionStorage.removeItem(other);
  const keep = (sent) => {
    try {
      sessionStorage.setItem(name, JSON.stringify({ typed: read(form), sent }));
    } catch {
      // no room or not allowed: the form works without a draft
    }
  };
  const kept = sessionStorage.getItem(name);
  const answered = form.querySelector("[data-focus]"); // the server's answer to what was sent is newer than the draft
  if (kept && !answered) {
    fill(form, JSON.parse(kept).typed);
    form.querySelector("[data-restored]").hidden = false;
  }
  form.addEventListener("input", () => keep(false));
  form.addEventListener("rows", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}

const form = document.querySelector("form[data-draft]");
if (form) keepDraft(form);
else if (document.querySelector("[data-toast]")) {
  for (const one of drafts()) {
    if (JSON.parse(sessionStorage.getItem(one)).sent) sessionStorage.removeItem(one);
  }
}

// The form of a village meeting: one more row without a trip to the server, and what is typed survives a failed send.
// <form data-quick="person" data-most="40"> holds [data-rows] of [data-row="n"], whose inputs are named …_n.
// The draft is kept for this tab alone with the form's key, so that what was saved after all is not saved twice. It
// goes when the rows are saved (the next page has a toast), at logout (page.js) and when another person comes.

const form = document.querySelector("form[data-quick]");
const PREFIX = "draft:";

function add() {
  const rows = form.querySelector("[data-rows]");
  const last = rows.lastElementChild;
  const before = Number(last.dataset.row);
  const number = before + 1;
  if (number > Number(form.dataset.most)) return null;
  const row = last.cloneNode(true);
  row.dataset.row = number;
  row.querySelector("[data-number]").textContent = number;
  for (const gone of row.querySelectorAll("[data-warning], .error")) gone.remove();
  const renamed = (text) => text.replace(new RegExp(`_${before}(?=_|$)`), `_${number}`);
  for (const one of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, renamed(one.getAttribute(name)));
    }
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
    if (one.matches("input[type='radio'], input[type='checkbox']")) one.checked = false;
    else if (one.matches("input, textarea")) one.value = "";
  }
  const dimension = (of) => of.querySelector("select");
  dimension(row).value = dimension(last).value; // the next matter is often of the same dimension
  rows.append(row);
  form.elements.rows.value = number;
  form.querySelector("[data-more]").hidden = number >= Number(form.dataset.most);
  return row;
}

function read() {
  const typed = [];
  for (const one of form.elements) {
    if (!one.name || ["csrfmiddlewaretoken", "more"].includes(one.name)) continue;
    if (one.matches("[type='radio'], [type='checkbox']") && !one.checked) continue;
    typed.push([one.name, one.value]);
  }
  return typed;
}

function fill(typed) {
  const values = new Map(typed);
  while (form.querySelectorAll("[data-row]").length < Number(values.get("rows")) && add());
  for (const one of form.elements) {
    if (!one.name || ["csrfmiddlewaretoken", "rows", "more"].includes(one.name)) continue;
    if (one.matches("[type='radio'], [type='checkbox']")) one.checked = values.get(one.name) === one.value;
    else if (values.has(one.name)) one.value = values.get(one.name);
  }
}

function drafts() {
  return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
}

if (form) {
  const name = `${PREFIX}${form.dataset.quick}:${location.pathname}`;
  for (const other of drafts()) {
    if (!other.startsWith(`${PREFIX}${form.dataset.quick}:`)) sessionStorage.removeItem(other);
  }
  const keep = (sent) => {
    try {
      sessionStorage.setItem(name, JSON.stringify({ typed: read(), sent }));
    } catch {
      // no room or not allowed: the form works without a draft
    }
  };
  const kept = sessionStorage.getItem(name);
  const answered = form.querySelector("[data-focus]"); // the server's answer to what was sent is newer than the draft
  if (kept && !answered) {
    fill(JSON.parse(kept).typed);
    form.querySelector("[data-restored]").hidden = false;
  }
  form.querySelector("[data-more]")?.addEventListener("click", (event) => {
    event.preventDefault();
    add()?.querySelector("input").focus();
    keep(false);
  });
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
} else if (document.querySelector("[data-toast]")) {
  for (const one of drafts()) {
    if (JSON.parse(sessionStorage.getItem(one)).sent) sessionStorage.removeItem(one);
  }
}

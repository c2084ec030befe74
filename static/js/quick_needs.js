// The form of a village meeting: one more row without a trip to the server (draft.js keeps what is typed).
// <form data-quick data-most="40"> holds [data-rows] of [data-row="n"], whose inputs are named …_n.

const form = document.querySelector("form[data-quick]");

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

if (form) {
  form.addEventListener("draft", (event) => {
    const rows = Number(event.detail.get("rows")?.[0]);
    while (form.querySelectorAll("[data-row]").length < rows && add());
  });
  form.querySelector("[data-more]")?.addEventListener("click", (event) => {
    event.preventDefault();
    add()?.querySelector("input").focus();
    form.dispatchEvent(new Event("rows"));
  });
}

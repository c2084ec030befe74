// While a form is being sent: the button keeps its width and says so, and a second press is ignored.
// After a refusal the summary of errors, or the first wrong field, has the focus.

const sending = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  if (button?.getAttribute("aria-disabled") === "true") {
    event.preventDefault(); // it says why in its own words
    return;
  }
  sending.add(form);
  if (!button) return;
  const words = button.querySelector("span:not(.sr)") ?? button;
  button.dataset.words = words.textContent;
  button.setAttribute("aria-busy", "true");
  const width = `${Math.ceil(button.getBoundingClientRect().width)}px`;
  button.style.minWidth = width; // set by script: the page's policy forbids only style in the markup
  words.textContent = button.dataset.busy ?? document.body.dataset.busy ?? words.textContent;
});

// Back from the next page out of the browser's memory: the form can be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("[aria-busy][data-words]")) {
    (button.querySelector("span:not(.sr)") ?? button).textContent = button.dataset.words;
    button.removeAttribute("aria-busy");
    sending.delete(button.form);
  }
});

const first = document.querySelector("[data-focus], [aria-invalid='true']");
first?.focus({ preventScroll: false });

// A text that is there to be copied is selected whole by one touch.
for (const text of document.querySelectorAll("[data-select]")) {
  text.addEventListener("focus", () => text.select());
}

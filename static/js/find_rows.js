// A long table to fill in: words show only the rows that hold them, and those that are ticked or filled in already.
// <input type="search" hidden data-find-rows> inside the element that holds the table; without JavaScript it stays hidden.

for (const box of document.querySelectorAll("[data-find-rows]")) {
  const rows = [...box.closest("[data-find-in]").querySelectorAll("tbody tr")].map((row) => [
    row,
    row.querySelector("th").textContent.toLowerCase().replace(/\s+/g, ""),
  ]);
  const isKept = (row) =>
    row.querySelector("input:checked, [aria-invalid='true']") ||
    [...row.querySelectorAll("input[type='text']")].some((field) => field.value.trim() !== "");
  const show = () => {
    const words = box.value.toLowerCase().replace(/\s+/g, "");
    for (const [row, text] of rows) row.hidden = !text.includes(words) && !isKept(row);
  };
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it finds, and does not save
  });
}

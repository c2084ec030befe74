// The sums of a line while one types what it carries: by row, by year and in all. <table data-carry data-fix="…">
// with rows tr[data-carry-row] of inputs (data-year) and an <output>, a tick that keeps the original in the line,
// and in the foot output[data-year] and output[data-all]. The server decides; this reads as it does.
import { readAmount, showAmount } from "./budget_grid.js";

for (const table of document.querySelectorAll("table[data-carry]")) {
  const rows = [...table.querySelectorAll("tr[data-carry-row]")];
  const ticks = new Map([...table.querySelectorAll("input[name='keep']")].map((tick) => [tick.value, tick]));
  const fix = (year) => table.dataset.fix.replace("{year}", year);
  const count = () => {
    const years = new Map();
    let wrong = null;
    for (const row of rows) {
      const kept = ticks.get(row.dataset.carryRow)?.checked ?? true;
      let sum = 0n;
      let rowWrong = null;
      for (const input of row.querySelectorAll("input[data-year]")) {
        const amount = readAmount(input.value);
        if (amount === null) rowWrong ??= input.dataset.year;
        else {
          sum += amount;
          if (kept) years.set(input.dataset.year, (years.get(input.dataset.year) ?? 0n) + amount);
        }
      }
      row.classList.toggle("carry-off", !kept);
      row.querySelector("output").value = rowWrong ? fix(rowWrong) : showAmount(sum);
      if (kept) wrong ??= rowWrong;
    }
    let all = 0n;
    for (const amount of years.values()) all += amount;
    for (const output of table.querySelectorAll("tfoot output[data-year]")) {
      const amount = years.get(output.dataset.year) ?? 0n;
      output.value = amount ? showAmount(amount) : "–";
    }
    const total = table.querySelector("output[data-all]");
    total.value = wrong ? fix(wrong) : showAmount(all);
  };
  table.addEventListener("input", count);
  count();
}

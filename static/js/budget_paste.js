// A block copied in a spreadsheet and pasted into a year of the budget grid fills that year and those beside it;
// more rows fill the grid rows below. One column runs along the years of one row. What was understood, what cannot
// be read and what found no year is told in [data-paste-told]; one button takes it all back. The server decides.
import { readAmount, showAmount } from "./budget_grid.js";

const board = document.querySelector("[data-paste]");
const told = board?.querySelector("[data-paste-told]");
const undo = board?.querySelector("[data-paste-undo]");
const inputsOf = (grid) => [...grid.querySelectorAll("input[data-year]")];
const notify = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

const blockOf = (text) => {
  const rows = text.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "").split("\n");
  return rows.map((row) => row.split("\t").map((cell) => cell.trim()));
};

let before = [];

function lay(block, grids, column) {
  const [read, wrong, beyond] = [[], [], []];
  before = [];
  block.forEach((row, at) => {
    const inputs = grids[at] ? inputsOf(grids[at]).slice(column) : [];
    row.forEach((text, place) => {
      const input = inputs[place];
      if (!input) {
        if (text) beyond.push(`“${text.slice(0, 40)}”`);
        return;
      }
      before.push([input, input.value]);
      input.value = text;
      const amount = readAmount(text);
      const year = input.dataset.year;
      if (amount === null) {
        wrong.push(board.dataset.wrong.replace("{year}", year).replace("{text}", () => text.slice(0, 40)));
      } else read.push(`${year} = ${amount ? showAmount(amount) : "–"}`);
    });
  });
  const parts = [...wrong];
  if (read.length) parts.unshift(board.dataset.pasted.replace("{read}", () => read.join(" · ")));
  if (beyond.length) parts.push(board.dataset.beyond.replace("{rest}", () => beyond.join(", ")));
  told.textContent = parts.join(". ");
  undo.hidden = false;
  before.forEach(([input]) => notify(input));
}

document.addEventListener("paste", (event) => {
  const input = event.target;
  const grid = input instanceof Element && input.matches("input[data-year]") ? input.closest("[data-budget]") : null;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!board || !grid || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  let block = blockOf(text);
  const grids = [...document.querySelectorAll("[data-budget]")];
  const below = grids.slice(grids.indexOf(grid));
  if (below.length === 1 && block.length > 1 && block.every((row) => row.length === 1)) block = [block.flat()];
  lay(block, below, inputsOf(grid).indexOf(input));
});

undo?.addEventListener("click", () => {
  before.forEach(([input, value]) => {
    input.value = value;
  });
  before.forEach(([input]) => notify(input));
  before[0]?.[0].focus();
  [before, told.textContent, undo.hidden] = [[], "", true];
});

// The sum of the years while one types: <fieldset data-budget data-fix="Correct year {year}"> with one input per
// year (data-year) and an <output>. An unreadable year is named in place of a wrong number. The server decides;
// this reads as it does: Thai digits, commas in threes, .- and บาท behind, ล้าน and its kin, a dash for nothing.

const SCALES = { "": 0, ร้อย: 2, พัน: 3, หมื่น: 4, แสน: 5, ล้าน: 6, "ล.": 6 };
const SHAPE = /^฿? ?([0-9][0-9,.]*?)([.,/]-)? ?(ร้อย|พัน|หมื่น|แสน|ล้าน|ล\.|) ?(?:บาท|บ\.|฿|)(?:ถ้วน)?$/;
const PLAIN = /^(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?$/;
const LARGEST = 9999999999999n; // satang

/** Satang as a BigInt; null when the text cannot be read. */
export function readAmount(text) {
  const typed = text
    .replace(/[\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
    .replace(/\s+/g, " ")
    .trim();
  if (["", "-", "–", "—"].includes(typed)) return 0n;
  const shape = SHAPE.exec(typed);
  if (!shape || (shape[2] && shape[3])) return null;
  const plain = PLAIN.exec(shape[1]);
  if (!plain) return null;
  const places = SCALES[shape[3]] + 2;
  const [whole, part = ""] = shape[1].replaceAll(",", "").split(".");
  const said = shape[3] ? part.replace(/0+$/, "") : part; // 350.000 alone may well be 350,000
  if (said.length > places) return null;
  const satang = BigInt(whole + part.slice(0, places).padEnd(places, "0"));
  return satang > LARGEST ? null : satang;
}

/** 1,200,000 or 1,200,000.50 */
export function showAmount(satang) {
  const baht = (satang / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = satang % 100n;
  return rest ? `${baht}.${rest.toString().padStart(2, "0")}` : baht;
}

for (const grid of document.querySelectorAll("[data-budget]")) {
  const years = [...grid.querySelectorAll("input[inputmode='decimal']")];
  const output = grid.querySelector("output");
  const total = () => {
    const amounts = years.map((input) => readAmount(input.value));
    const wrong = amounts.indexOf(null);
    output.value =
      wrong < 0
        ? showAmount(amounts.reduce((sum, one) => sum + one, 0n))
        : grid.dataset.fix.replace("{year}", years[wrong].dataset.year ?? years[wrong].labels[0]?.textContent.trim());
  };
  grid.addEventListener("input", total);
  total();
}

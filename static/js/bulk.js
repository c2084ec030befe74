// The workbench: what is ticked in the queue is counted and summed in the bulk bar.
// <form data-bulk data-told="{count} chosen · {sum} baht"> holds checkboxes with data-satang and one .told.

for (const form of document.querySelectorAll("form[data-bulk]")) {
  const told = form.querySelector(".told");
  const bar = form.querySelector(".bulk");
  const none = told.textContent;
  const count = () => {
    const ticked = [...form.querySelectorAll("input[type='checkbox'][data-satang]:checked")];
    const satang = ticked.reduce((sum, box) => sum + BigInt(box.dataset.satang), 0n);
    const baht = (satang / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    const rest = satang % 100n ? `.${(satang % 100n).toString().padStart(2, "0")}` : "";
    told.textContent = ticked.length
      ? form.dataset.told.replace("{count}", ticked.length).replace("{sum}", baht + rest)
      : none;
    bar.classList.toggle("bulk-none", ticked.length === 0);
  };
  form.addEventListener("change", count);
  count();
}

"use strict";
{
  const grid = document.getElementById("grid");
  const heads = [...grid.tHead.rows[0].cells];
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const sort = (head, column) => {
    const falls = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const text = (row) => row.cells[column].textContent;
    const rows = [...grid.tBodies[0].rows].sort((a, b) => compare(text(a), text(b)));
    grid.tBodies[0].append(...(falls ? rows.reverse() : rows));
  };
  heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => sort(head, column)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash.startsWith("#said-")) location.hash = "grid";
  });
}

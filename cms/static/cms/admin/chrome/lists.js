// Lists: on a phone every row is an entry of its own (lists.css), in which each cell says what it is.
// Wagtail replaces lists while people type or turn pages, so new ones are described as they come.
const CONTROLS = "input, button, select, a, img, svg, progress";

const wordsOf = (element) => element.textContent.trim().replace(/\s+/g, " ");
const onlyChecks = (cell) =>
  cell.children.length === 1 && cell.firstElementChild.matches("input[type=checkbox]") && !wordsOf(cell);

function partOf(cell, title) {
  if (cell === title) return "title";
  if (onlyChecks(cell) && cell === cell.parentElement.cells[0]) return "check";
  return wordsOf(cell) || cell.querySelector(CONTROLS) ? "line" : "nothing";
}

function describe(table) {
  const labels = [];
  for (const head of table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? []) {
    if (onlyChecks(head)) head.dataset.part = "check";
    for (let span = head.colSpan; span > 0; span--) labels.push(wordsOf(head));
  }
  // Boxes one above the other are a table no longer, except to those who are told so.
  table.role = "table";
  for (const body of table.tBodies) {
    body.role = "rowgroup";
    for (const row of body.rows) describeRow(row, labels);
  }
}

function describeRow(row, labels) {
  row.role = "row";
  const cells = [...row.cells];
  const title = cells.find((cell) => cell.matches(".title")) ?? cells.find((cell) => !onlyChecks(cell));
  let column = 0;
  for (const cell of cells) {
    cell.role = "cell";
    cell.dataset.label = labels[column] ?? "";
    cell.dataset.part = partOf(cell, title);
    column += cell.colSpan;
  }
}

function describeAll(root) {
  const table = root.closest("table.listing");
  if (table) describe(table);
  root.querySelectorAll("table.listing").forEach(describe);
}

describeAll(document.body);
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (node.matches?.("table, tbody, tr") || node.querySelector?.("table")) describeAll(node);
  }
}).observe(document.body, { childList: true, subtree: true });

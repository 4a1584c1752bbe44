// What the pages can do more where scripts run. Without this file every page works.
"use strict";

(() => {
  const cellsOf = (row) => [...row.querySelectorAll("td > .cell, td > input[type=checkbox]")];

  // The summary of errors is read first.
  document.querySelector("[data-focus]")?.focus();

  // A draft is kept as one types. Whoever presses a button waits for what is on its way, or the two would meet.
  let onTheirWay = 0;
  let waiting = null;
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.matches?.("[data-draft]")) onTheirWay += 1; });
  document.addEventListener("htmx:afterSettle", () => { if (waiting && !onTheirWay) proceed(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches?.("[data-draft]")) return;
    onTheirWay = Math.max(0, onTheirWay - 1);
    if (waiting && !onTheirWay) setTimeout(proceed, 0);
  });
  function proceed() {
    const { form, button } = waiting ?? {};
    waiting = null;
    form?.requestSubmit(button);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-draft]") && onTheirWay) {
      event.preventDefault();
      waiting = { form, button: event.submitter };
      return;
    }
    // Pressed twice, sent once; the server would see to it as well.
    if (event.submitter?.matches("[data-once]")) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    }
  });

  // A commodity that was found is written into the field that was searched from.
  let searched = null;
  document.addEventListener("input", (event) => {
    if (event.target.name?.endsWith("commodity_code")) searched = event.target;
  });
  document.addEventListener("click", (event) => {
    const found = event.target.closest?.("button.commodity");
    const field = searched ?? document.querySelector("[name$=commodity_code]");
    if (!found || !field) return;
    event.preventDefault();
    choose(field, found);
  });
  function choose(field, found) {
    const place = field.name.replace(/commodity_code$/, "");
    field.value = found.dataset.code;
    found.dataset.units.split(" ").forEach((unit, index) => {
      const input = document.getElementsByName(place + ["quantity_unit", "second_quantity_unit"][index])[0];
      if (input && !input.value) input.value = unit;
    });
    document.querySelector("#commodity-lines").replaceChildren();
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // In the list of what was found: down from the field, up and down, Enter takes it, Escape leaves it.
  document.addEventListener("keydown", (event) => {
    const lines = [...document.querySelectorAll("#commodity-lines button.commodity")];
    if (!lines.length) return;
    const here = lines.indexOf(document.activeElement);
    const isInField = document.activeElement === searched && searched?.name.endsWith("commodity_code");
    if (event.key === "Escape" && (here >= 0 || isInField)) {
      document.querySelector("#commodity-lines").replaceChildren();
      searched?.focus();
    } else if (event.key === "ArrowDown" && (here >= 0 || isInField)) {
      lines[Math.min(here + 1, lines.length - 1)].focus();
    } else if (event.key === "ArrowUp" && here >= 0) {
      (lines[here - 1] ?? searched)?.focus();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // The grid: cells as in a spreadsheet; Ctrl and Enter checks from anywhere, Ctrl and S keeps.
  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  document.addEventListener("keydown", (event) => {
    const act = { enter: "check", s: "stay" }[event.key.toLowerCase()];
    if (!act || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    document.activeElement.dispatchEvent(new Event("change", { bubbles: true }));
    grid.closest("form").requestSubmit(document.querySelector(`button[name=act][value=${act}]:not([aria-hidden])`));
  });
  const rows = () => [...grid.tBodies[0].rows];
  const positionOf = (cell) => {
    const row = cell.closest("tr");
    return [rows().indexOf(row), cellsOf(row).indexOf(cell)];
  };
  function cellAt(row, column) {
    if (row >= rows().length) addRow();
    return cellsOf(rows()[row] ?? grid)[column];
  }
  function goTo(row, column) {
    const cell = row < 0 ? null : cellAt(row, column);
    cell?.focus();
    cell?.select?.();
  }
  function addRow() {
    const last = rows().at(-1);
    const most = Number(grid.dataset.most || 98);
    if (rows().length >= most) return;
    const before = Number(last.dataset.row);
    const row = last.cloneNode(true);
    row.dataset.row = before + 1;
    row.querySelector("th").textContent = before + 2;
    row.querySelectorAll("[id], [name]").forEach((element) => {
      for (const name of ["id", "name", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace(`goods_items.${before}.`, `goods_items.${before + 1}.`).replace(`estimate-${before + 1}`, `estimate-${before + 2}`));
      }
      if (element.matches(".cell")) { element.value = ""; element.removeAttribute("aria-invalid"); }
      if (element.matches(".estimate")) element.replaceChildren();
      if (element.ariaLabel) element.ariaLabel = element.ariaLabel.replace(/\d+$/, before + 2);
    });
    row.querySelectorAll(".cell-error, .grid__acts > *").forEach((element) => element.remove());
    grid.tBodies[0].append(row);
    window.htmx?.process(row);
  }
  const told = (cell) => cell.dispatchEvent(new Event("change", { bubbles: true }));

  grid.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches(".cell")) return;
    const [row, column] = positionOf(cell);
    const isText = cell.matches("input");
    const atStart = !isText || (cell.selectionStart === 0 && cell.selectionEnd === 0);
    const atEnd = !isText || cell.selectionEnd === cell.value.length;
    const isWhole = isText && cell.value && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const suggests = isText && cell.hasAttribute("list");
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) goTo(row + 1, column);
    else if (event.key === "ArrowDown" && (!suggests || event.altKey || isWhole || !cell.value)) goTo(row + 1, column);
    else if (event.key === "ArrowUp" && (!suggests || event.altKey || isWhole || !cell.value)) goTo(row - 1, column);
    else if (event.key === "ArrowLeft" && (atStart || isWhole) && column > 0) goTo(row, column - 1);
    else if (event.key === "ArrowRight" && (atEnd || isWhole)) goTo(row, column + 1);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d" && row > 0) {
      cell.value = cellAt(row - 1, column).value;
      told(cell);
      goTo(row, column);
    } else return;
    event.preventDefault();
  });

  // A block from a spreadsheet fills the cells from here on.
  grid.addEventListener("paste", (event) => {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches(".cell") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [row, column] = positionOf(cell);
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const there = cellAt(row + down, column + right);
        if (there) there.value = value.trim();
      });
    });
    told(cell);
  });

  // There is always an empty row below.
  grid.addEventListener("input", (event) => {
    const row = event.target.closest("tr");
    if (row === rows().at(-1)) addRow();
  });
})();

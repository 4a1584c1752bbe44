/* Draws a chart above each <table data-chart="bar | stacked | line | share">, from the table's own cells: the table is
   the truth, and all there is where scripts are off. The first column names the points, every other one is a series;
   a cell's number is its data-value, or its text. Colours come from the page's style sheet, as --chart-1, --chart-2 ...
   data-unit names the axis of values. A heading with data-chart="no" is of a column that is not drawn. */
(function () {
  "use strict";

  var DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

  function number(cell) {
    var text = cell.dataset.value === undefined ? cell.textContent.replace(/[,%\s]/g, "") : cell.dataset.value;
    return text === "" || isNaN(text) ? null : Number(text);
  }

  function words(cell) {
    return cell.textContent.trim();
  }

  function read(table) {
    var names = Array.from(table.tHead.rows[0].cells, words).slice(1);
    var rows = Array.from(table.tBodies[0].rows);
    if (table.dataset.newest === "first") { rows.reverse(); }
    return {
      points: rows.map(function (row) { return words(row.cells[0]); }),
      series: names.map(function (name, index) {
        return { name: name, values: rows.map(function (row) { return number(row.cells[index + 1]); }) };
      }).filter(function (each, index) { return table.tHead.rows[0].cells[index + 1].dataset.chart !== "no"; })
    };
  }

  function look(name) {
    return getComputedStyle(document.body).getPropertyValue(name).trim();
  }

  function dataset(kind, each, index) {
    var colour = look("--chart-" + (index % 6 + 1));
    return {
      label: each.name, data: each.values, backgroundColor: colour, borderColor: colour,
      borderWidth: kind === "line" ? 2 : 0, borderDash: DASHES[index % DASHES.length], pointRadius: 2, tension: 0,
      maxBarThickness: 36
    };
  }

  function options(kind, table, count) {
    var ink = look("--chart-ink"), line = look("--chart-line"), sideways = kind === "share";
    var values = {
      stacked: kind === "stacked", beginAtZero: true,
      ticks: { color: ink, maxTicksLimit: 6 }, grid: { color: line },
      title: { display: !!table.dataset.unit, text: table.dataset.unit, color: ink }
    };
    var points = { stacked: kind === "stacked", ticks: { color: ink }, grid: { display: false } };
    return {
      animation: false, maintainAspectRatio: false, indexAxis: sideways ? "y" : "x",
      interaction: { mode: "index", axis: sideways ? "y" : "x", intersect: false },
      scales: sideways ? { x: values, y: points } : { x: points, y: values },
      plugins: { legend: { display: count > 1, labels: { color: ink, boxWidth: 14 } } }
    };
  }

  function draw(table) {
    var told = read(table), kind = table.dataset.chart;
    if (!told.points.length) { return; }
    var frame = document.createElement("div"), canvas = document.createElement("canvas");
    frame.className = "chart";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Chart of the table below: " + (table.caption ? words(table.caption) : ""));
    frame.appendChild(canvas);
    var place = table.closest(".wide") || table;  // a table that scrolls in a frame of its own has its chart above that
    place.parentNode.insertBefore(frame, place);
    new window.Chart(canvas, {
      type: kind === "line" ? "line" : "bar",
      data: { labels: told.points, datasets: told.series.map(function (each, at) { return dataset(kind, each, at); }) },
      options: options(kind, table, told.series.length)
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("table[data-chart]").forEach(draw);
  });
}());

"use strict";
(() => {
  const root = document.documentElement;
  const colour = name => getComputedStyle(root).getPropertyValue(name).trim();
  const shown = value => value == null ? "" : String(Number(value.toPrecision(4)));
  const inLegend = (value, unit) => value != null && unit === "%" ? value.toFixed(2) : shown(value);
  const plots = [];

  // A range for values that are all one, too.
  const around = (low, high) => low === high ? [low - 1, high + 1] : [low, high];

  // Down to zero even where all values are far above it, so that noise does not look like much.
  const fromZero = { min: { pad: 0, soft: 0, mode: 1 }, max: { pad: 0.05, soft: 0, mode: 1 } };

  const isPowerOfTen = value => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
  const only = (_, splits) => splits.map(value => isPowerOfTen(value) ? value : null);
  const grid = { stroke: () => colour("--line"), width: 1 };
  const powersOfTen = { filter: only, grid: { ...grid, filter: only } };

  function axis(more) {
    return Object.assign({
      stroke: () => colour("--quiet"),
      grid,
      ticks: { show: false },
      font: "12px system-ui, sans-serif",
    }, more);
  }

  function curve(data, index) {
    return {
      label: data.name,
      stroke: () => colour("--curve-" + index),
      width: 2,
      dash: data.dash,
      spanGaps: true,
      points: { show: data.values.length <= 12, size: 6, fill: () => colour("--raised") },
    };
  }

  // Values of an epoch, or of each curve's last one.
  function say(figure, data, index) {
    figure.querySelectorAll(".value").forEach((span, k) => {
      const values = data.curves[k].values;
      const value = index == null ? values.findLast(some => some != null) : values[index];
      span.textContent = inLegend(value, data.unit);
    });
    figure.querySelector(".epoch").textContent = index == null
      ? "last values" : "epoch " + data.epochs[index];
  }

  function draw(figure) {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const place = figure.querySelector(".plot");
    const size = () => ({ width: place.clientWidth, height: place.clientHeight });
    const plot = new uPlot({
      ...size(),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: (_, low, high) => around(low, high) },
        y: data.logarithmic ? { distr: 3 } : { range: (_, low, high) => uPlot.rangeNum(low, high, fromZero) },
      },
      axes: [
        axis({ incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000], size: 32 }),
        axis({ size: 52, values: (_, ticks) => ticks.map(shown), ...(data.logarithmic ? powersOfTen : {}) }),
      ],
      series: [{}, ...data.curves.map(curve)],
      hooks: { setCursor: [u => say(figure, data, u.cursor.idx)] },
    }, [data.epochs, ...data.curves.map(c => c.values)], place);
    say(figure, data, null);
    figure.querySelectorAll(".legend button").forEach((button, k) => {
      button.addEventListener("click", () => {
        const pressed = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", pressed);
        plot.setSeries(k + 1, { show: pressed });
      });
    });
    new ResizeObserver(() => {
      if (place.clientWidth !== plot.width && !root.classList.contains("printing")) {
        plot.setSize(size());
      }
    }).observe(place);
    plots.push(plot);
  }

  const redraw = () => plots.forEach(plot => plot.redraw(false, true));

  function sort(header) {
    const row = header.parentNode;
    const column = [...row.children].indexOf(header);
    const direction = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const key = tr => {
      const cell = tr.children[column];
      return cell.dataset.order === undefined ? cell.textContent.trim() : Number(cell.dataset.order);
    };
    // Empty cells and words come behind numbers, in either direction.
    const compare = (a, b) => typeof a !== typeof b
      ? (typeof a === "number" ? -1 : 1)
      : direction * (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));
    const body = header.closest("table").tBodies[0];
    body.append(...[...body.rows].sort((a, b) => compare(key(a), key(b))));
    for (const other of row.children) {
      other.setAttribute("aria-sort", "none");
    }
    header.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  }

  document.querySelectorAll("figure.chart").forEach(draw);
  document.querySelectorAll("th button").forEach(button =>
    button.addEventListener("click", () => sort(button.parentNode)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", () => {
    root.classList.add("printing");
    redraw();
  });
  addEventListener("afterprint", () => {
    root.classList.remove("printing");
    redraw();
  });
})();

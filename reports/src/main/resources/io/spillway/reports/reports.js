(() => {
  "use strict";
  const HEIGHT = 220;
  const charts = new Map();
  const style = (element, property) => getComputedStyle(element).getPropertyValue(property).trim();
  const whole = new Intl.NumberFormat("en");
  const compact = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 2});
  const pad = (n) => String(n).padStart(2, "0");
  const span = (millis) => {
    const seconds = millis / 1e3;
    if (seconds < 1) return Math.round(millis) + " ms";
    if (seconds < 10) return Math.round(seconds * 10) / 10 + " s";
    if (seconds < 120) return Math.round(seconds) + " s";
    return seconds < 7200 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 3600) + " h";
  };
  const iso = (seconds) => new Date(seconds * 1e3).toISOString();
  const moment = (seconds, step) => iso(seconds).slice(0, step < 86400 ? 16 : 10).replace("T", " ");

  // Midnight is told as its day, so that a span of several days can be read.
  const clock = (seconds, increment) => {
    const time = new Date(seconds * 1e3);
    const day = pad(time.getUTCMonth() + 1) + "-" + pad(time.getUTCDate());
    if (increment >= 86400) return time.getUTCFullYear() + "-" + day;
    const text = pad(time.getUTCHours()) + ":" + pad(time.getUTCMinutes());
    return text === "00:00" ? day : text;
  };

  const reader = (data) => (value) => {
    if (value == null) return "–";
    if (data.unit === "MILLIS") return span(value);
    if (data.unit !== "MONEY") return whole.format(value);
    const digits = {minimumFractionDigits: data.decimals, maximumFractionDigits: data.decimals};
    return (value / 10 ** data.decimals).toLocaleString("en", digits) + " " + data.currency;
  };

  const tooltip = (data, text, at, i) => {
    const box = document.createElement("div");
    box.className = "tooltip";
    const add = (name, value, color) => {
      const row = box.appendChild(document.createElement("div"));
      const mark = row.appendChild(document.createElement("i"));
      mark.style.background = color || "transparent";
      row.append(name);
      row.appendChild(document.createElement("b")).textContent = value;
    };
    add(moment(at, data.step) + " UTC", "", "");
    for (const series of data.series) {
      if (series.values[i] == null) continue;
      const name = series.drawn ? series.name : "";
      add(name, series.drawn ? text(series.values[i]) : whole.format(series.values[i]) + " " + series.name, series.color);
    }
    return box;
  };

  const draw = (plot) => {
    const data = JSON.parse(plot.querySelector("script").textContent);
    const columns = data.kind === "columns";
    const text = reader(data);
    const keys = plot.parentElement.querySelectorAll(".legend li");
    const drawn = data.series.filter((series) => series.drawn);
    drawn.forEach((series, i) => {
      series.color = style(keys[i] || plot, "--c");
      series.dash = keys[i] ? style(keys[i], "--d").split(" ").map(Number).filter(Boolean) : [];
    });
    const unit = data.unit === "MONEY" ? 10 ** data.decimals : 1;
    const xs = Array.from({length: data.steps}, (_, i) => data.first + i * data.step);
    // Columns are stacked: each series is drawn from zero to its top, the highest first.
    const tops = [];
    for (const series of drawn) {
      const below = columns && tops.length ? tops[tops.length - 1] : null;
      tops.push(series.values.map((v, i) => columns ? (v || 0) / unit + (below ? below[i] : 0) : v == null ? null : v / unit));
    }
    const order = drawn.map((_, k) => columns ? drawn.length - 1 - k : k);
    const end = data.first + data.steps * data.step;
    const slots = columns ? Math.max(12, data.steps) : Math.max(2, data.steps) - 1;
    const soft = style(plot, "--soft"), line = style(plot, "--line");
    const axis = {stroke: soft, font: "12px system-ui, sans-serif", grid: {stroke: line, width: 1}, ticks: {show: false}};
    const counted = [1, 2, 5].flatMap((n) => Array.from({length: 12}, (_, p) => n * 10 ** p)).sort((a, b) => a - b);
    let box = null, shown = -1;
    const at = (u) => columns ? Math.floor((u.posToVal(u.cursor.left, "x") - data.first) / data.step) : u.cursor.idx;
    const hover = (u) => {
      const i = u.cursor.left < 0 ? -1 : at(u);
      if (i === shown) return;
      box?.remove();
      shown = i;
      if (!(i >= 0 && i < data.steps) || data.series.every((series) => series.values[i] == null)) return;
      box = u.over.appendChild(tooltip(data, text, xs[i], i));
      const left = u.valToPos(xs[i] + (columns ? data.step : 0), "x");
      const fits = left + 10 + box.offsetWidth < u.over.clientWidth;
      box.style.left = (fits ? left + 10 : Math.max(0, u.valToPos(xs[i], "x") - 10 - box.offsetWidth)) + "px";
    };
    const chart = new uPlot({
      width: plot.clientWidth,
      height: HEIGHT,
      padding: [8, 36, 0, 0],
      legend: {show: false},
      cursor: {y: false, x: !columns, points: {show: !columns}, drag: {x: false, y: false}},
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), "UTC"),
      scales: {
        x: {range: [data.first, data.first + slots * data.step]},
        y: {range: (_, min, max) => [0, max > 0 ? max * 1.05 : 1]},
      },
      axes: [
        {...axis, grid: {show: false}, size: 30, space: 76, values: (_, splits, a, s, increment) => splits.map((v) => v < end ? clock(v, increment) : "")},
        {...axis, size: 58, incrs: data.unit === "MONEY" ? undefined : counted, values: (_, splits) => splits.map((v) => data.unit === "MILLIS" && v ? span(v) : compact.format(v))},
      ],
      series: [{}, ...order.map((k) => columns
        ? {fill: drawn[k].color, width: 0, points: {show: false}, paths: uPlot.paths.bars({size: [0.82, 64], align: 1})}
        : {stroke: drawn[k].color, width: 2, dash: drawn[k].dash, points: {size: 5, fill: drawn[k].color}})],
      hooks: {setCursor: [hover]},
    }, [xs, ...order.map((k) => tops[k])], plot);
    if (drawn.some((series) => series.href)) {
      chart.over.classList.add("linked");
      chart.over.addEventListener("click", () => {
        const i = at(chart), value = chart.posToVal(chart.cursor.top, "y");
        const hit = columns ? drawn[tops.findIndex((top) => top[i] >= value)] : drawn[0];
        if (hit?.href && xs[i] != null) {
          location.href = hit.href + "&from=" + iso(xs[i]) + "&to=" + iso(xs[i] + data.step);
        }
      });
    }
    charts.set(plot, chart);
    widths.observe(plot);
  };
  const drop = (plot) => {
    widths.unobserve(plot);
    charts.get(plot)?.destroy();
    charts.delete(plot);
  };
  const widths = new ResizeObserver((entries) => {
    for (const {target} of entries) {
      const chart = charts.get(target);
      if (chart && chart.width !== target.clientWidth) chart.setSize({width: target.clientWidth, height: HEIGHT});
    }
  });
  const plots = (root) => root.querySelectorAll(".plot");
  plots(document).forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots(document).forEach((plot) => { drop(plot); draw(plot); }));

  let live = null;
  const stale = (is) => document.body.classList.toggle("stale", is);
  const replace = (event) => {
    const {id, html} = JSON.parse(event.data);
    const old = document.getElementById(id);
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (!old || !fresh) return;
    stale(false);
    // What a reader has opened, scrolled to or focused stays as it is.
    const focused = old.contains(document.activeElement) && document.activeElement;
    const links = (root) => [...root.querySelectorAll("a,summary,[tabindex]")];
    const place = focused ? links(old).indexOf(focused) : -1;
    for (const details of old.querySelectorAll("details[open]")) {
      fresh.querySelector("#" + CSS.escape(details.id))?.setAttribute("open", "");
    }
    const scrolled = [...old.querySelectorAll(".scroll")].map((part) => part.scrollTop);
    plots(old).forEach(drop);
    old.replaceWith(fresh);
    plots(fresh).forEach(draw);
    fresh.querySelectorAll(".scroll").forEach((part, i) => { part.scrollTop = scrolled[i] || 0; });
    if (place >= 0) links(fresh)[place]?.focus({preventScroll: true});
  };
  const close = () => { live?.close(); live = null; };
  const open = () => {
    if (live || document.hidden) return;
    live = new EventSource("/reports/live" + location.search);
    live.addEventListener("open", () => stale(false));
    live.addEventListener("part", replace);
    live.addEventListener("refused", close);
    live.addEventListener("error", () => {
      stale(true);
      if (live && live.readyState === EventSource.CLOSED) { close(); setTimeout(open, 10000); }
    });
  };
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  addEventListener("pagehide", close);
  open();
})();

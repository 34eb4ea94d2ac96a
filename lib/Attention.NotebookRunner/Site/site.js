// The pages read well without this file: it adds copy buttons, the choice between light and dark, and live charts.
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const remember = theme => { try { localStorage.setItem("theme", theme); } catch { /* a page opened from disk may have no storage */ } };
  if (remembered()) { root.dataset.theme = remembered(); }
  const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  addEventListener("DOMContentLoaded", () => {
    const theme = document.createElement("button");
    theme.className = "theme";
    theme.type = "button";
    const label = () => { theme.textContent = isDark() ? "☀" : "☾"; theme.title = theme.ariaLabel = isDark() ? "Light" : "Dark"; };
    theme.onclick = () => { root.dataset.theme = isDark() ? "light" : "dark"; remember(root.dataset.theme); label(); repaint(); };
    label();
    document.body.prepend(theme);

    if (matchMedia("(max-width: 70rem)").matches) {
      document.querySelectorAll(".contents details").forEach(contents => { contents.open = false; });
    }

    document.querySelectorAll("pre.code").forEach(pre => {
      const copy = document.createElement("button");
      copy.className = "copy";
      copy.type = "button";
      copy.textContent = "Copy";
      copy.onclick = async () => {
        const text = pre.querySelector("code").textContent;
        try {
          await navigator.clipboard.writeText(text);
          copy.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(pre.querySelector("code"));
          copy.textContent = "Press Ctrl+C";
        }
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      };
      const frame = document.createElement("div");
      frame.className = "copyable";
      pre.replaceWith(frame);
      frame.append(pre, copy);
    });
  });

  // On a dark page a chart is dark where it chooses no colours itself: a template holds what the chart leaves open.
  const charts = new Map();
  const onPage = template => {
    if (!isDark()) { return template; }
    const { layout } = template ?? {}, axis = of => ({ ...of, gridcolor: "#31353c", linecolor: "#31353c", zerolinecolor: "#5b636e" });
    const paper = { paper_bgcolor: "#16181c", plot_bgcolor: "#16181c", font: { ...layout?.font, color: "#dfe2e6" } };
    return { ...template, layout: { ...layout, ...paper, xaxis: axis(layout?.xaxis), yaxis: axis(layout?.yaxis) } };
  };
  const repaint = () => charts.forEach((template, chart) => Plotly.relayout(chart, { template: onPage(template) ?? null }));

  // A chart's description is data inside the page. The picture stays in place below the live chart, and gives its size.
  const draw = () => {
    if (!globalThis.Plotly?.newPlot) { return; }
    document.querySelectorAll(".plotly-chart:not([data-live])").forEach(async figure => {
      figure.dataset.live = "";
      const picture = figure.querySelector("img"), note = figure.querySelector(".note"), chart = document.createElement("div");
      try {
        const plot = JSON.parse(figure.querySelector("script").textContent);
        if (picture) {
          const fit = () => { chart.style.transform = `scale(${picture.clientWidth / plot.layout.width})`; };
          chart.style.cssText = "position:absolute;left:0;top:0;transform-origin:0 0";
          chart.setAttribute("role", "figure");
          chart.setAttribute("aria-label", picture.alt);
          figure.append(chart);
          fit();
          new ResizeObserver(fit).observe(picture);
          await Plotly.newPlot(chart, plot);
          picture.style.visibility = "hidden";
        } else {
          // As wide as it asks for, but no wider than the page: then its empty borders shrink, and its letters do not.
          const { width, height, ...layout } = plot.layout ?? {};
          const margin = figure.clientWidth < width && { l: 50, r: 20, t: 40, b: 40 };
          if (height > 0) { chart.style.cssText = width > 0 ? `aspect-ratio:${width}/${height};overflow:hidden` : `height:${height}px`; }
          figure.append(chart);
          layout.margin = { ...margin, ...layout.margin };
          await Plotly.newPlot(chart, plot.data, { ...layout, template: onPage(layout.template), autosize: true }, { ...plot.config, responsive: true });
          charts.set(chart, layout.template);
          note?.remove();
        }
      } catch (e) {
        chart.remove();
        if (note) { note.textContent = "An interactive chart. plotly.js could not draw it."; }
        console.warn(e);
      }
    });
  };
  addEventListener("DOMContentLoaded", draw);
  addEventListener("outputs", draw); // a program that serves the pages has put new ones in
  addEventListener("load", draw, true); // also of plotly.js, which may come later

  // What scrolls can be reached and scrolled with the keyboard, unless something in it can be reached anyway.
  const scrolling = "main pre, main table, main math[display='block'], main .rich, main .plotly-chart, main .attention-panel";
  const reachable = "a[href], button, input, select, textarea, [tabindex]";
  const sizes = new ResizeObserver(seen => seen.forEach(({ target }) => reach(target)));
  const reach = box => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    const isClipped = scrolls && /auto|scroll/.test(getComputedStyle(box).overflow);
    const needsStop = isClipped && !box.querySelector(reachable);
    if (needsStop) { box.tabIndex = 0; } else if (box.dataset.stop) { box.removeAttribute("tabindex"); }
    if (needsStop) { box.dataset.stop = ""; } else { delete box.dataset.stop; }
  };
  const reachAll = () => document.querySelectorAll(scrolling).forEach(box => { reach(box); sizes.observe(box); });
  addEventListener("DOMContentLoaded", reachAll);
  addEventListener("outputs", reachAll);

  // A frame posts the height of its content. All other messages are ignored.
  addEventListener("message", message => {
    const frame = [...document.querySelectorAll("iframe.frame")].find(f => f.contentWindow === message.source);
    if (frame && Number.isFinite(message.data)) { frame.style.height = `${Math.min(Math.max(message.data, 24), 4000) + 2}px`; }
  });
})();

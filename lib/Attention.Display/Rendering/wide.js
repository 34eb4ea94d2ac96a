// The names of rows stay in sight where a wide map is scrolled: a second view of its picture, cut off where its cells begin.
globalThis.attentionWide ??= (host, picture, { area, hot }) => {
  const panel = host.parentElement, shown = host.shadowRoot?.firstChild ?? host, maps = hot.filter(h => h.box);
  if (maps.length != 1) return;
  const [left, top, , height] = maps[0].box, view = document.createElement('div'), copy = picture.cloneNode();
  view.ariaHidden = true;
  new ResizeObserver(() => {
    const isWide = panel.scrollWidth > panel.clientWidth + 1, width = shown.getBoundingClientRect().width, scale = width / area[2];
    if (!isWide) return view.remove();
    const from = (top - area[1]) * scale, to = from + height * scale;
    view.style.cssText = `position:sticky;left:0;z-index:1;width:${(left - area[0]) * scale}px;height:${to}px;margin-bottom:-${to}px;overflow:hidden;pointer-events:none`;
    copy.style.cssText = `display:block;width:${width}px;max-width:none;clip-path:inset(${from}px 0 0)`;
    view.append(copy);
    panel.prepend(view);
  }).observe(panel);
};

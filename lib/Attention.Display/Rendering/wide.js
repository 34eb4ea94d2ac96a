// The names of rows stay in sight where a wide map is scrolled: a second view of its picture, cut off where its cells begin.
globalThis.attentionWide ??= (host, picture, { area, hot }) => {
  const panel = host.parentElement, shown = host.shadowRoot?.firstChild ?? host;
  const maps = hot.filter(h => h.box);
  if (maps.length != 1) return;
  const [left, top, , height] = maps[0].box;
  let view;
  const fit = () => {
    const isWide = panel.scrollWidth > panel.clientWidth + 1, width = shown.getBoundingClientRect().width, scale = width / area[2];
    if (isWide && !view) {
      view = document.createElement('div');
      view.ariaHidden = true;
      view.append(picture.cloneNode());
      panel.prepend(view);
    }
    if (!view) return;
    const names = (left - area[0]) * scale, from = (top - area[1]) * scale, to = from + height * scale;
    view.style.cssText = isWide ? `position:sticky;left:0;z-index:1;width:${names}px;height:${to}px;margin-bottom:-${to}px;overflow:hidden;pointer-events:none` : 'display:none';
    view.firstChild.style.cssText = `display:block;width:${width}px;max-width:none;height:auto;clip-path:inset(${from}px 0 0 0)`;
  };
  new ResizeObserver(fit).observe(panel);
};

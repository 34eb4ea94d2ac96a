// Makes every figure live that is not yet: texts under the pointer, a slider or chooser where there is one.
(() => {
// The figure follows the page behind it, also where that declares no colour scheme.
const followPage = figure => {
  for (let e = figure.parentElement; e; e = e.parentElement) {
    const c = (getComputedStyle(e).backgroundColor.match(/[\d.]+/g) || []).map(Number);
    if (c.length == 3 || c[3] > .5) {
      figure.style.colorScheme = c[0] * .3 + c[1] * .6 + c[2] * .1 < 128 ? 'dark' : 'light';
      return;
    }
  }
  if (getComputedStyle(figure).colorScheme == 'normal') figure.style.colorScheme = 'light';
};

const textAt = (hot, x, y) => {
  for (const h of hot) {
    if (h.box) {
      const [left, top, width, height] = h.box, j = Math.floor((x - left) / width * h.columns.length), i = Math.floor((y - top) / height * h.rows.length);
      if (i >= 0 && j >= 0 && i < h.rows.length && j < h.columns.length) return h.rows[i] + ' → ' + h.columns[j] + '\n' + h.texts[i * h.columns.length + j];
    }
    for (const [left, top, width, height, text] of h.rects || []) if (x >= left && y >= top && x <= left + width && y <= top + height) return text;
    let nearest = 16, found = '';
    for (const [px, py, text] of h.points || []) { const d = Math.hypot(px - x, py - y); if (d < nearest) { nearest = d; found = text; } }
    if (found) return found;
  }
};

const hover = (figure, target, piece) => {
  const tip = document.createElement('div');
  tip.style.cssText = 'position:absolute;z-index:9;display:none;pointer-events:none;white-space:pre-line;max-width:280px;padding:4px 8px;border:1px solid GrayText;border-radius:4px;background:Canvas;color:CanvasText;font-size:12px;line-height:1.4';
  figure.append(tip);
  const show = e => {
    const r = target.getBoundingClientRect(), f = figure.getBoundingClientRect(), [left, top, width, height] = piece.area;
    const text = textAt(piece.hot, left + (e.clientX - r.left) / r.width * width, top + (e.clientY - r.top) / r.height * height);
    tip.style.display = text ? 'block' : 'none';
    tip.textContent = text || '';
    tip.style.left = Math.max(0, Math.min(e.clientX - f.left + 12, f.width - tip.offsetWidth)) + 'px';
    tip.style.top = e.clientY - f.top + 16 + 'px';
  };
  target.addEventListener('pointermove', show);
  target.addEventListener('pointerdown', show);
  target.addEventListener('pointerleave', () => { tip.style.display = 'none'; });
};

// A wide panel fades at its right edge until it is scrolled to its end.
const edge = panel => {
  const fade = () => {
    const missing = panel.scrollWidth - panel.clientWidth - panel.scrollLeft;
    panel.style.maskImage = missing > 2 ? `linear-gradient(90deg,#000 calc(100% - ${Math.min(32, missing)}px),#0000)` : '';
  };
  panel.addEventListener('scroll', fade, { passive: true });
  new ResizeObserver(fade).observe(panel);
};

const live = figure => {
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  if (data.control && !globalThis.attentionControl) return; // its own script comes later
  figure.dataset.live = '';
  followPage(figure);
  figure.querySelectorAll('.attention-panel').forEach(edge);
  const images = [...figure.querySelectorAll('.attention-panel img')];
  const hosts = data.control ? attentionControl(figure, data, images) : images;
  data.pieces.forEach((piece, i) => {
    const host = hosts[data.control ? i : piece.image];
    hover(figure, host, piece);
    globalThis.attentionWide?.(host, images[piece.image], piece);
  });
};

const go = () => document.querySelectorAll('.attention-figure:not([data-live])').forEach(figure => {
  try { live(figure); } catch (e) { console.warn(e); }
});
if (document.readyState == 'loading') addEventListener('DOMContentLoaded', go);
go();
})()

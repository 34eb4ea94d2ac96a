// Makes every figure live that is not yet: texts under the pointer, a slider or chooser where there is one.
(() => {
const make = (name, style, parent) => { const e = document.createElement(name); e.style.cssText = style; parent.append(e); return e; };

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
  const tip = make('div', 'position:absolute;z-index:9;display:none;pointer-events:none;white-space:pre-line;max-width:280px;padding:4px 8px;border:1px solid GrayText;border-radius:4px;background:Canvas;color:CanvasText;font-size:12px;line-height:1.4', figure);
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

// Puts the picture itself in place of its image, so that its parts can change.
const inline = img => {
  const bytes = Uint8Array.from(atob(img.src.split(',')[1]), c => c.charCodeAt(0));
  const svg = document.importNode(new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'image/svg+xml').documentElement, true);
  const host = document.createElement('div');
  host.role = 'img';
  host.ariaLabel = img.alt;
  svg.style.cssText = img.style.cssText + ';color-scheme:inherit';
  host.attachShadow({ mode: 'open' }).append(svg);
  img.replaceWith(host);
  return host;
};

const apply = (svg, piece, step) => {
  if (piece.markup) {
    while (svg.childNodes.length > 2) svg.lastChild.remove();
    const part = new DOMParser().parseFromString(`<svg xmlns="${svg.namespaceURI}">${piece.markup[step]}</svg>`, 'image/svg+xml').documentElement;
    for (const e of [...part.childNodes]) svg.append(document.importNode(e, true));
  }
  (piece.changes || []).forEach(([element, name], i) => {
    const e = svg.childNodes[element + 2], value = piece.values[step][i];
    if (name == '') { const part = new DOMParser().parseFromString(`<svg xmlns="${svg.namespaceURI}"><text>${value}</text></svg>`, 'image/svg+xml').documentElement.firstChild; e.replaceChildren(...[...part.childNodes].map(n => document.importNode(n, true))); }
    else if (value === null) e.removeAttribute(name);
    else e.setAttribute(name, value);
  });
  if (piece.hots) piece.hot = piece.hots[step];
};

const coarse = matchMedia('(pointer:coarse)').matches;

const control = (figure, data, hosts) => {
  const { name, labels, start, slider } = data.control;
  const line = make('label', 'display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin:2px 0 8px', document.createElement('div'));
  const caption = make('span', slider ? 'min-width:9em' : '', line), input = make(slider ? 'input' : 'select', (slider ? 'flex:1 1 200px;max-width:340px' : 'font:inherit') + `;min-height:${coarse ? 44 : 28}px`, line);
  if (slider) Object.assign(input, { type: 'range', min: 0, max: labels.length - 1, step: 1 });
  else labels.forEach((label, i) => { const o = document.createElement('option'); o.value = i; o.textContent = label; input.append(o); });
  input.value = start;
  input.setAttribute('aria-label', name);
  const go = () => {
    const step = +input.value;
    caption.textContent = slider ? name + ': ' + labels[step] : name + ':';
    if (slider) input.setAttribute('aria-valuetext', labels[step]);
    data.pieces.forEach((piece, i) => apply(hosts[i].shadowRoot.firstChild, piece, step));
  };
  input.addEventListener('input', go);
  figure.querySelector('.attention-panels').before(line);
  go();
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
  figure.dataset.live = '';
  followPage(figure);
  figure.querySelectorAll('.attention-panel').forEach(edge);
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent), images = [...figure.querySelectorAll('.attention-panel img')];
  const hosts = data.pieces.map(piece => data.control ? inline(images[piece.image]) : images[piece.image]);
  if (data.control) {
    figure.querySelectorAll('.attention-twin').forEach(twin => { twin.style.display = 'none'; });
    figure.querySelectorAll('.attention-caption').forEach(caption => { caption.style.display = 'none'; });
    control(figure, data, hosts);
  }
  data.pieces.forEach((piece, i) => hover(figure, hosts[i], piece));
};

const go = () => document.querySelectorAll('.attention-figure:not([data-live])').forEach(figure => {
  try { live(figure); } catch (e) { console.warn(e); }
});
if (document.readyState == 'loading') addEventListener('DOMContentLoaded', go);
go();
})()

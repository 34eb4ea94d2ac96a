// A slider or a chooser above a figure. The script of figures calls it, and so comes after it.
globalThis.attentionControl ??= (() => {
const make = (name, style, parent) => { const e = document.createElement(name); e.style.cssText = style; parent.append(e); return e; };

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

// Where one image holds a small map for each choice, a press on a map chooses it. With the keyboard, the list does.
const isOfMaps = ({ hot }, labels) => labels.length > 1 && hot.filter(h => h.box).length == labels.length;
const chooseByMap = (host, { area, hot }, choose) => {
  const maps = hot.filter(h => h.box);
  const at = e => {
    const r = host.getBoundingClientRect(), x = area[0] + (e.clientX - r.left) / r.width * area[2], y = area[1] + (e.clientY - r.top) / r.height * area[3];
    return maps.findIndex(({ box: [left, top, width, height] }) => x >= left && x <= left + width && y >= top - 24 && y <= top + height);
  };
  host.addEventListener('pointermove', e => { host.style.cursor = at(e) < 0 ? '' : 'pointer'; });
  host.addEventListener('click', e => { if (at(e) >= 0) choose(at(e)); });
};

const coarse = matchMedia('(pointer:coarse)').matches;

const control = (figure, data, images) => {
  const hosts = data.pieces.map(piece => inline(images[piece.image]));
  for (const still of figure.querySelectorAll('.attention-twin, .attention-caption')) still.style.display = 'none';
  const { name, labels, start, slider } = data.control;
  const line = make('label', 'display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin:2px 0 8px', document.createElement('div'));
  const caption = make('span', slider ? 'min-width:9em' : '', line), input = make(slider ? 'input' : 'select', (slider ? coarse ? 'flex:1 1 100%;margin:0' : 'flex:1 1 200px;max-width:340px' : 'font:inherit;min-width:72px') + `;min-height:${coarse ? 44 : 28}px`, line);
  if (slider) Object.assign(input, { type: 'range', min: 0, max: labels.length - 1, step: 1 });
  else labels.forEach((label, i) => { const o = document.createElement('option'); o.value = i; o.textContent = label; input.append(o); });
  input.value = start;
  input.setAttribute('aria-label', name);
  const go = () => {
    const step = +input.value;
    caption.textContent = slider ? name + ': ' + labels[step] : name + ':';
    if (slider) input.setAttribute('aria-valuetext', labels[step]);
    data.pieces.forEach((piece, i) => {
      apply(hosts[i].shadowRoot.firstChild, piece, step);
      if (isOfMaps(piece, labels)) hosts[i].ariaLabel = `all small, in a border the chosen ${name}: ${labels[step]}`;
    });
  };
  input.addEventListener('input', go);
  figure.querySelector('.attention-panels').before(line);
  go();
  data.pieces.forEach((piece, i) => { if (isOfMaps(piece, labels)) chooseByMap(hosts[i], piece, step => { input.value = step; go(); }); });
  return hosts;
};

return control;
})();

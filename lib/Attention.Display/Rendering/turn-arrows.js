// Two arrows that are turned and stretched at their tips, the shadow of the first on the second, and the numbers.
attentionExplore('turn-arrows', (stage, { names, vectors, reach, axes }, kit) => {
const { colors, make, set, draw, number, dot, spellDot, says, hint, drag } = kit;
const width = 400, height = 320, unit = 145 / reach;
const place = ([x, y]) => [width / 2 + x * unit, height / 2 - y * unit];
stage.style.cssText += ';display:flex;flex-wrap:wrap;gap:4px 28px;align-items:center';
const frame = make('div', 'flex:0 1 400px;min-width:280px', stage), svg = draw('svg', frame, { viewBox: `0 0 ${width} ${height}`, width: '100%', role: 'group', 'aria-label': 'The arrows' }, 'display:block;max-width:400px;user-select:none;-webkit-user-select:none');
const words = make('div', 'flex:1 1 260px', stage);

for (let i = -Math.floor(width / 2 / unit); i <= width / 2 / unit; i++) draw('path', svg, { d: `M${place([i, 0])[0]} 0V${height}`, 'stroke-width': 1 }, 'stroke:' + (i ? colors.line : colors.axis));
for (let i = -Math.floor(height / 2 / unit); i <= height / 2 / unit; i++) draw('path', svg, { d: `M0 ${place([0, i])[1]}H${width}`, 'stroke-width': 1 }, 'stroke:' + (i ? colors.line : colors.axis));
const title = (text, x, y, anchor, size = 13) => { draw('text', svg, { x, y, 'text-anchor': anchor, 'font-size': size }, 'fill:' + colors.muted).textContent = text; };
const every = Math.ceil(24 / unit); // grid lines between two numbers
for (let i = every; i <= width / 2 / unit - .3; i += every) for (const at of [-i, i]) title(number(at), place([at, 0])[0], height / 2 + 14, 'middle', 11);
for (let i = every; i <= height / 2 / unit - .3; i += every) for (const at of [-i, i]) title(number(at), width / 2 - 5, place([0, at])[1] + 4, 'end', 11);
title(axes[0], width - 4, height / 2 - 6, 'end');
title(axes[1], width / 2 + 6, 14, 'start');

const shadow = draw('path', svg, { 'stroke-width': 9, 'stroke-linecap': 'butt', fill: 'none' }, `stroke:${colors.blue};opacity:.35`);
const drop = draw('path', svg, { 'stroke-width': 1.5, 'stroke-dasharray': '5 4', fill: 'none' }, 'stroke:' + colors.muted);
const arrows = [1, 0].map(i => {
  const color = [colors.blue, colors.orange][i];
  return {
    i,
    shaft: draw('path', svg, { 'stroke-width': 3 }, 'stroke:' + color),
    head: draw('path', svg, {}, 'fill:' + color),
    name: draw('text', svg, { 'font-size': 15, 'font-weight': 600, 'text-anchor': 'middle' }, 'fill:' + color),
    tip: draw('circle', svg, { r: 16, tabindex: 0, role: 'slider', 'aria-label': 'Tip of ' + names[i], 'aria-valuemin': -180, 'aria-valuemax': 180, 'data-tip': i, 'stroke-width': 2 }, `fill:${color};fill-opacity:.16;stroke:${color};stroke-opacity:.55;cursor:grab`),
  };
});
const lines = ['dot', 'shadow', 'cosine'].map(name => says(words, name));
hint(words, 'Drag a tip, or move it with the arrow keys (with Shift in small steps).');

const degrees = ([x, y]) => Math.round(Math.atan2(y, x) * 180 / Math.PI) || 0;
const show = () => {
  const [q, k] = vectors, product = dot(q, k), [qLength, kLength] = [Math.hypot(...q), Math.hypot(...k)];
  const along = kLength ? product / kLength : 0, foot = k.map(value => kLength ? value / kLength * along : 0);
  const path = (from, to) => `M${place(from).join(' ')}L${place(to).join(' ')}`;
  set(shadow, { d: path([0, 0], foot) }).style.stroke = along < 0 ? colors.orange : colors.blue;
  set(drop, { d: path(q, foot) });
  const cosine = product / qLength / kLength, isZero = qLength == 0 || kLength == 0;
  const product3 = number(product);
  for (const { i, shaft, head, name, tip } of arrows) {
    const [x, y] = place(vectors[i]), size = Math.hypot(...vectors[i]) || 1, [ux, uy] = [vectors[i][0] / size, -vectors[i][1] / size];
    set(shaft, { d: `M${place([0, 0]).join(' ')}L${x - 7 * ux} ${y - 7 * uy}` });
    set(head, { d: `M${x} ${y}L${x - 13 * ux - 6 * uy} ${y - 13 * uy + 6 * ux}L${x - 13 * ux + 6 * uy} ${y - 13 * uy - 6 * ux}z` });
    name.textContent = names[i];
    // Beyond the tip's circle, on the line of the arrow; at the border of the picture it slides along.
    const half = name.getComputedTextLength() / 2 + 2, away = 18 + Math.abs(ux) * half + Math.abs(uy) * 9;
    set(name, { x: Math.max(half, Math.min(width - half, x + away * ux)), y: Math.max(16, Math.min(height - 6, y + 5 + away * uy)) });
    set(tip, { cx: x, cy: y, 'aria-valuenow': degrees(vectors[i]), 'aria-valuetext': `(${number(vectors[i][0])}, ${number(vectors[i][1])}), ${names[0]} · ${names[1]} is ${product3}` });
  }
  lines[0].textContent = `${names[0]} · ${names[1]} = ${spellDot(q, k)} = ${product3}`;
  lines[1].textContent = isZero ? 'An arrow of length 0 has no direction.'
    : `Shadow of ${names[0]}: ${number(along)}${along < 0 ? ', against ' + names[1] : ''}. Times the length of ${names[1]}: ${number(along)} × ${number(kLength)} = ${product3}`;
  lines[2].textContent = isZero ? '' : `Cosine = ${product3} ÷ (${number(qLength)} × ${number(kLength)}) = ${number(cosine)}, an angle of ${Math.round(Math.acos(Math.max(-1, Math.min(1, cosine))) * 180 / Math.PI)}°`;
};

const move = (i, to) => {
  const limits = [width / 2 / unit, height / 2 / unit];
  vectors[i] = to.map((value, axis) => Math.max(-Math.floor(limits[axis]), Math.min(Math.floor(limits[axis]), Math.round(value * 10) / 10)) || 0);
  show();
};
for (const { i, tip } of arrows) {
  drag(tip, e => {
    const box = svg.getBoundingClientRect(), scale = width / box.width;
    move(i, [((e.clientX - box.left) * scale - width / 2) / unit, (height / 2 - (e.clientY - box.top) * scale) / unit]);
  });
  tip.addEventListener('keydown', e => {
    const step = e.shiftKey ? .1 : .5, by = { ArrowRight: [step, 0], ArrowLeft: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[e.key];
    if (by) { e.preventDefault(); move(i, vectors[i].map((value, axis) => value + by[axis])); }
  });
}
show();
});

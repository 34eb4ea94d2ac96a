// Makes pictures live that answer while the reader drags or types. Each kind of them is a script that adds itself, and
// finds here what all of them need: parts of the picture, how numbers are written, softmax, and a grid of cells.
globalThis.attentionExplore ??= (() => {
const kinds = {};

const colors = {
  text: 'light-dark(#24292f,#dfe2e6)', muted: 'light-dark(#57606a,#a9b1ba)', line: 'light-dark(#e3e7ec,#31353c)',
  axis: 'light-dark(#8c959f,#7a828c)', hidden: 'light-dark(#e4e7eb,#2a2e35)', hatch: 'light-dark(#a8b0ba,#5b636e)',
  ink: 'light-dark(#000000,#f4f6f8)', blue: 'light-dark(#0072b2,#4aa3df)', orange: 'light-dark(#d55e00,#ee7f33)',
};

const make = (name, style, parent, text = '') => {
  const element = document.createElement(name);
  element.style.cssText = style;
  element.textContent = text;
  parent?.append(element);
  return element;
};

// How high a control is: a finger needs more room than a mouse.
const tall = small => matchMedia('(pointer:coarse)').matches ? 44 : small;

const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

// An element of an SVG picture. Colours stand in its style, where light-dark() is understood.
const draw = (name, parent, attributes, style = '') => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  element.style.cssText = style;
  parent.append(element);
  return set(element, attributes);
};

// About three digits, with a true minus sign, as the library writes them.
const number = value => {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'NaN';
  const size = Math.abs(value);
  const text = size > 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(1).replace('e+', 'e') : String(+value.toPrecision(3));
  return text.replace(/-/g, '−');
};
const signed = value => value < 0 ? '(' + number(value) + ')' : number(value);

// Writes a text whose powers, e^2 or e^(−0.3), are raised. Their signs stay in the text for screen readers and copies.
const write = (element, text) => {
  element.replaceChildren();
  text.split(/(\^\([^()]*\)|\^[^\s()]+)/).forEach((part, i) => {
    if (i % 2 == 0) return element.append(part);
    const [, before, exponent, after] = part.match(/^(\^\(?)(.*?)(\)?)$/);
    make('span', 'font-size:0', element, before);
    make('sup', 'line-height:1;font-size:.75em', element, exponent);
    make('span', 'font-size:0', element, after);
  });
};

const dot = (x, y) => x.reduce((sum, value, i) => sum + value * y[i], 0);
const spellDot = (x, y) => x.map((value, i) => signed(value) + '×' + signed(y[i])).join(' + ');

// Shares of e^score. A score of −∞ is hidden; where all are, every share is 0.
const softmax = scores => {
  const most = Math.max(...scores);
  const powers = scores.map(score => most == -Infinity ? 0 : Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map(power => sum > 0 ? power / sum : 0);
};

// A line of arithmetic below the picture. Its name says which number it tells.
const says = (parent, name) => {
  const line = make('p', 'margin:3px 0;max-width:46rem;min-height:1.5em;line-height:1.5;font-variant-numeric:tabular-nums;overflow-wrap:anywhere', parent);
  line.dataset.says = name;
  return line;
};

const hint = (parent, text) => make('p', 'margin:4px 0 0;font-size:.85em;color:' + colors.muted, parent, text);

// Calls move(event) while a handle is held.
const drag = (handle, move) => {
  handle.style.touchAction = 'none';
  handle.addEventListener('pointerdown', e => { e.preventDefault(); handle.setPointerCapture(e.pointerId); handle.focus(); });
  handle.addEventListener('pointermove', e => { if (handle.hasPointerCapture(e.pointerId)) move(e); });
};

// How deep the colour of a number is, as in the library's heatmaps: blue above 0, orange below. What is hidden is hatched.
const paint = (cell, value, most) => {
  const depth = Math.min(1, Math.abs(value) / (most || 1)), isHidden = value === null;
  const tone = value < 0 ? ['184,74,0', '196,82,0'] : ['18,98,168', '36,120,192'];
  cell.style.background = isHidden ? `repeating-linear-gradient(45deg,${colors.hidden} 0 4px,${colors.hatch} 4px 5px)` : `light-dark(${tone.map(rgb => `rgba(${rgb},${depth})`)})`;
  cell.style.color = depth > (value < 0 ? .92 : .85) && !isHidden ? '#fffffe' : colors.ink; // the ink of more contrast
};

// A matrix of cells. The pointer and the arrow keys choose a cell: point(row, column) is called. Who presses it calls
// press(row, column).
const grid = (parent, title, rows, columns, point, press) => {
  const box = make('div', 'overflow-x:auto;padding:2px', parent);
  // What follows a low line is a subscript, as in W_Q.
  const heading = make('div', 'font-size:.9em;margin:2px 0;font-weight:600', box);
  title.split(/_(\w)/).forEach((part, i) => heading.append(i % 2 ? make('sub', 'line-height:1', null, part) : part));
  const table = set(make('table', 'display:table;-webkit-user-select:none;user-select:none;width:auto;border-collapse:separate;border-spacing:1px;margin:0;font-size:11.5px;line-height:1.2', box), { role: 'grid', 'aria-label': title });
  // Cells that are pressed hold shares, which need less room than signed numbers: eight of them fit a telephone.
  const wide = press && parent.clientWidth < 400 ? 33 : 40;
  const isUpright = columns.some(name => name.length > 4), label = 'padding:1px 3px;border:0;background:none;font-weight:400;color:' + colors.muted;
  const head = make('tr', '', make('thead', '', table));
  const corner = make('td', label, head);
  const upright = 'display:inline-block;vertical-align:bottom;writing-mode:vertical-rl;text-orientation:sideways;transform:rotate(180deg);white-space:nowrap';
  for (const name of columns) make('th', label + ';text-align:center;vertical-align:bottom;' + (isUpright ? 'max-width:' + wide + 'px' : ''), head).append(make('span', isUpright ? upright : '', null, name));
  const body = make('tbody', '', table);
  const cells = rows.map((name, i) => {
    const line = make('tr', '', body);
    make('th', label + ';text-align:right;white-space:nowrap', line, name).scope = 'row';
    return columns.map((_, j) => {
      const cell = set(make('td', 'box-sizing:border-box;padding:0 2px;width:' + wide + 'px;min-width:' + wide + 'px;height:' + (press ? Math.min(tall(26), 36) : 26) + 'px;text-align:center;border:1px solid ' + colors.line + ';border-radius:3px;outline-offset:-2px', line), { role: 'gridcell', tabindex: i + j ? -1 : 0 });
      cell.addEventListener('pointerenter', () => point(i, j));
      cell.addEventListener('focus', () => { cells.flat().forEach(other => { other.tabIndex = other == cell ? 0 : -1; }); point(i, j); });
      if (press) { cell.style.cursor = 'pointer'; cell.addEventListener('click', () => { press(i, j); cell.focus(); }); }
      cell.addEventListener('keydown', e => {
        const [di, dj] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[e.key] ?? [0, 0];
        if (di || dj) { e.preventDefault(); cells[i + di]?.[j + dj]?.focus(); }
        if (press && (e.key == ' ' || e.key == 'Enter')) { e.preventDefault(); press(i, j); }
      });
      return cell;
    });
  });
  const show = (values, most) => cells.forEach((line, i) => line.forEach((cell, j) => {
    const value = values[i][j], decimals = values.flat().every(Number.isInteger) ? 0 : 2;
    // Colour and ink follow the number that is written, so that equal numbers look equal.
    paint(cell, value === null ? null : +value.toFixed(decimals), most);
    cell.textContent = value === null ? '' : value.toFixed(decimals).replace('-', '−');
    cell.setAttribute('aria-label', `${rows[i]}, ${columns[j]}: ${value === null ? 'hidden' : cell.textContent}`);
  }));
  const mark = chosen => cells.forEach((line, i) => line.forEach((cell, j) => { cell.style.outline = chosen?.(i, j) ? '2px solid ' + colors.orange : ''; }));
  // Makes the row of column names as high as that of a grid with these names: grids side by side then stand at one height.
  const align = names => {
    heading.style.cssText += ';white-space:nowrap;height:1.5em;line-height:1.5em'; // whatever letters the title has
    const room = set(make('div', 'display:flex;width:0;overflow:hidden;visibility:hidden', corner), { 'aria-hidden': 'true' });
    for (const name of names) make('span', name.length > 4 ? upright : '', room, name);
  };
  return { box, show, mark, align };
};

const button = (parent, text, act) => {
  const made = make('button', 'font:inherit;font-size:.9em;min-height:' + tall(32) + 'px;margin:2px 6px 2px 0;padding:2px 10px;color:inherit;background:none;border:1px solid ' + colors.axis + ';border-radius:6px;cursor:pointer', parent, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
};

// The names, equal ones numbered as the library does: apple₁ 苹果, apple₂ 苹果.
const distinct = names => names.map((name, i) => names.indexOf(name) == names.lastIndexOf(name) ? name
  : name.replace(/\S+/, word => word + [...String(names.slice(0, i + 1).filter(other => other == name).length)].map(digit => '₀₁₂₃₄₅₆₇₈₉'[digit]).join('')));

const kit = { colors, distinct, make, set, tall, draw, write, number, signed, dot, spellDot, softmax, says, hint, drag, grid, button };

const go = () => document.querySelectorAll('.attention-figure:not([data-explored])').forEach(figure => {
  const data = JSON.parse(figure.querySelector('script[type="application/json"]')?.textContent ?? '{}');
  if (data.kind && !Object.hasOwn(kinds, data.kind)) return;
  figure.dataset.explored = data.kind ?? '';
  if (!data.kind) return;
  const still = figure.querySelector('.attention-panels'), stage = make('div', 'max-width:900px;color:' + colors.text);
  set(stage, { role: 'group', 'aria-label': data.alt });
  still.before(stage);
  try {
    kinds[data.kind](stage, data.about, kit);
    still.style.display = 'none';
    figure.querySelector('details').style.display = 'none';
  } catch (e) { stage.remove(); console.warn(e); }
});

addEventListener('DOMContentLoaded', go);
addEventListener('outputs', go);
return (kind, show) => { kinds[kind] = show; go(); };
})();

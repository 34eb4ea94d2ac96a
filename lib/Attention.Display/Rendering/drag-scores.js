// Scores that are dragged, their powers of e, and the shares that these are of their sum.
attentionExplore('drag-scores', (stage, { names, scores, temperatures, start }, kit) => {
const { colors, make, set, tall, write, number, signed, softmax, says, hint, button } = kit;
const most = 5, table = make('div', 'display:grid;grid-template-columns:auto minmax(90px,1.4fr) minmax(64px,1fr) minmax(64px,1fr);gap:4px 12px;align-items:center;max-width:640px;font-variant-numeric:tabular-nums', stage);
const heads = ['', 'score s', '', 'share'].map(text => make('div', 'font-size:.85em;color:' + colors.muted, table, text));

const bar = color => {
  const cell = make('div', '', table), text = make('div', 'font-size:.9em;line-height:1.3', cell);
  return { text, fill: make('div', `height:10px;border-radius:3px;background:${color}`, cell) };
};
const rows = names.map((name, i) => {
  make('div', '', table, name);
  const cell = make('div', '', table), text = make('div', 'font-size:.9em;line-height:1.3', cell);
  const input = set(make('input', 'display:block;width:100%;min-width:0;height:' + tall(24) + 'px;margin:0;accent-color:' + colors.blue, cell), { type: 'range', min: -most, max: most, step: .1, 'aria-label': 'Score of ' + name });
  const row = { input, text, power: bar(colors.orange), share: bar(colors.blue) };
  input.addEventListener('input', () => { scores[i] = +input.value; chosen = i; show(); });
  input.addEventListener('focus', () => { chosen = i; show(); });
  return row;
});

// On a narrow screen a slider gets the whole width: a score is chosen among a hundred.
const columns = table.style.gridTemplateColumns;
new ResizeObserver(() => {
  const isNarrow = stage.clientWidth < 500;
  table.style.gridTemplateColumns = isNarrow ? '1fr 1fr' : columns;
  [...table.children].forEach((cell, i) => {
    cell.style.gridColumn = isNarrow && i % 4 < 2 ? '1 / -1' : '';
    if (i < 2) cell.style.display = isNarrow ? 'none' : '';
  });
}).observe(stage);

const dial = make('label', 'display:flex;flex-wrap:wrap;align-items:center;gap:2px 12px;margin:8px 0 4px', stage), dialText = make('span', 'min-width:9.5em', dial);
const T = set(make('input', (stage.clientWidth < 400 ? 'flex:1 1 100%' : 'flex:1 1 160px;max-width:300px') + ';min-height:' + tall(28) + 'px;margin:0;accent-color:' + colors.blue, dial), { type: 'range', min: 0, max: temperatures.length - 1, step: 1, 'aria-label': 'Temperature T' });
T.value = temperatures.indexOf(start);
const shift = by => () => { if (scores.every(score => Math.abs(score + by) <= most)) { scores = scores.map(score => Math.round((score + by) * 10) / 10); show(); } };
const less = button(stage, 'All scores − 1', shift(-1)), more = button(stage, 'All scores + 1', shift(1));
let chosen = 0;
const lines = ['share', 'sum'].map(name => says(stage, name));
hint(stage, 'Drag a score, or choose one with Tab and move it with the arrow keys.');

const show = () => {
  const t = temperatures[T.value], powers = scores.map(score => Math.exp(score / t)), sum = powers.reduce((a, b) => a + b), shares = softmax(scores.map(score => score / t));
  const power = score => t == 1 ? 'e^' + signed(score) : `e^(${number(score)}/${number(t)})`;
  write(heads[2], t == 1 ? 'e^s' : `e^(s/${number(t)})`);
  rows.forEach(({ input, text, power: height, share }, i) => {
    input.value = scores[i];
    text.textContent = number(scores[i]);
    height.text.textContent = number(powers[i]);
    height.fill.style.width = 100 * powers[i] / Math.max(...powers) + '%';
    share.text.textContent = shares[i] < 1e-4 ? '< 0.01 %' : (100 * shares[i]).toFixed(shares[i] < .001 ? 2 : 1) + ' %';
    share.fill.style.width = 100 * shares[i] + '%';
    input.setAttribute('aria-valuetext', `${number(scores[i])}, share ${number(100 * shares[i])} percent`);
  });
  dialText.textContent = `Temperature T = ${number(t)}`;
  T.setAttribute('aria-valuetext', `${number(t)}; shares ${shares.map(share => number(100 * share)).join(', ')} percent`);
  write(lines[0], `Share of ${names[chosen]} = ${power(scores[chosen])} ÷ (${scores.map(power).join(' + ')}) = ${number(powers[chosen])} ÷ ${number(sum)} = ${number(shares[chosen])}`);
  lines[1].textContent = `All shares together: ${shares.map(number).join(' + ')} = ${number(shares.reduce((a, b) => a + b))}`;
  less.disabled = scores.some(score => score - 1 < -most);
  more.disabled = scores.some(score => score + 1 > most);
  for (const one of [less, more]) one.style.opacity = one.disabled ? .45 : 1;
};
T.addEventListener('input', show);
show();
});

// A mask that is painted cell by cell, and the weights that are left.
attentionExplore('paint-mask', (stage, { names, scores }, kit) => {
const { write, number, signed, softmax, says, hint, grid, button } = kit;
const n = names.length, hidden = scores.map(line => line.map(() => false));
let at = [0, 0];
const masked = i => scores[i].map((score, j) => hidden[i][j] ? -Infinity : score);
const power = score => 'e^' + signed(score);

const buttons = document.createElement('div');
stage.append(buttons);
const fill = rule => () => { hidden.forEach((line, i) => line.forEach((_, j) => { line[j] = rule(i, j); })); show(); };
button(buttons, 'Show all', fill(() => false));
button(buttons, 'Causal', fill((i, j) => j > i));
button(buttons, 'Hide the last two keys', fill((i, j) => j >= n - 2));
const weights = grid(stage, 'Weights: a row is a query, a column is a key', names, names, (i, j) => { at = [i, j]; tell(); }, (i, j) => { hidden[i][j] = !hidden[i][j]; at = [i, j]; show(); });
const lines = ['weight', 'row'].map(name => says(stage, name));
hint(stage, 'Press a cell to hide its key from its query, and again to show it. With the keyboard: arrow keys and Space.');

const tell = () => {
  const [i, j] = at, row = masked(i), seen = row.filter(Number.isFinite), shares = softmax(row), sum = seen.reduce((all, score) => all + Math.exp(score), 0);
  weights.mark((row, column) => row == i && column == j);
  write(lines[0], `${names[i]} reads ${names[j]}: ` + (seen.length == 0 ? 'every key is hidden, so the weight is 0'
    : hidden[i][j] ? 'hidden, score −∞, and e to the −∞ is 0: weight 0'
      : `${power(row[j])} ÷ (${seen.map(power).join(' + ')}) = ${number(Math.exp(row[j]))} ÷ ${number(sum)} = ${number(shares[j])}`));
  lines[1].textContent = seen.length == 0 ? `${names[i]} reads nothing: the row adds up to 0.` : `The row of ${names[i]} shares 1 among ${seen.length} of ${n} keys.`;
};
const show = () => {
  weights.show(scores.map((_, i) => softmax(masked(i)).map((share, j) => hidden[i][j] ? null : share)), 1);
  tell();
};
show();
});

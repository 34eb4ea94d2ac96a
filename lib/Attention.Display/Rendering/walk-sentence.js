// A sentence that the reader picks, and its way through attention: X, then Q, K and V where there are matrices for
// them, the scores S, the weights A and the result Y, or Z. Every cell tells its arithmetic.
attentionExplore('walk-sentence', (stage, { words, features, vectors, sentence, projections, topics, gives, divisor, shown }, kit) => {
const { make, tall, write, number, signed, dot, spellDot, softmax, says, hint, grid, distinct } = kit;
const places = make('div', 'display:flex;flex-wrap:wrap;gap:6px;margin:2px 0 6px', stage);
sentence.forEach((word, place) => {
  const select = make('select', `font:inherit;min-height:${tall(32)}px;max-width:10.5em`, places);
  select.setAttribute('aria-label', `Word ${place + 1}`);
  [...words, '–'].forEach((name, i) => { const option = make('option', '', select, name); option.value = i; option.selected = i == word; });
  select.addEventListener('change', () => {
    const before = sentence[place];
    sentence[place] = +select.value;
    if (sentence.every(one => one == words.length)) { sentence[place] = before; select.value = before; }
    build();
  });
});
const scale = 1 / Math.sqrt(divisor), scaleText = divisor == 1 ? '' : ` ÷ √${divisor}`;
const legend = hint(stage, ''), line = says(stage, 'cell'), z = projections ? 'Z' : 'Y', way = make('div', 'display:flex;flex-wrap:wrap;gap:8px 20px;align-items:flex-end', stage);

const product = (x, w) => x.map(row => w[0].map((_, j) => dot(row, w.map(line => line[j]))));
const column = (matrix, j) => matrix.map(row => row[j]);

const build = () => {
  const picked = sentence.filter(word => word < words.length), names = distinct(picked.map(word => words[word]));
  const X = picked.map(word => vectors[word]), [Q, K, V] = projections ? projections.map(W => product(X, W)) : [X, X, X];
  const S = Q.map(q => K.map(k => dot(q, k) * scale)), A = S.map(softmax), Y = product(A, V);
  const [q, k, v] = projections ? ['Q', 'K', 'V'] : ['X', 'X', 'X'];
  way.before(line);
  way.replaceChildren();
  const grids = {}, columnNames = [];
  // Vectors share one colour range, scores have their own, and the range of shares is 0 … 1.
  const ofWords = { X, ...(projections ? { Q, K, V } : {}), [z]: Y }, isShown = name => shown.includes(name == z ? 'Y' : name);
  const largest = matrices => Math.max(...matrices.flat(2).map(Math.abs));
  const drawn = Object.keys(ofWords).filter(isShown), most = largest(drawn.map(name => ofWords[name])), mostOfScores = largest([S]);
  legend.textContent = `In S${isShown('A') ? ' and A' : ''} a row is a query and a column a key. The deepest colour is `
    + [`${number(most)} in ${drawn.join(', ')}`, `${number(mostOfScores)} in S`, ...(isShown('A') ? ['1 in A'] : [])].join('; ') + '.';
  // The cells of `from` that the chosen cell was computed from get a frame.
  const add = (name, title, matrix, columns, spell, from, range = most) => {
    if (!shown.includes(name)) return;
    columnNames.push(...columns);
    grids[name] = grid(way, title, names, columns, (i, j) => {
      write(line, spell(i, j));
      if (stage.clientWidth < 500) grids[name].box.after(line); // below its own matrix, where these stand below each other
      for (const other of Object.keys(grids)) grids[other].mark((r, c) => other == name && r == i && c == j || from(i, j).some(([where, row, col]) => where == other && (row ?? r) == r && (col ?? c) == c));
    });
    grids[name].show(matrix, range);
  };
  add('X', 'X: the words', X, features, (i, j) => `${names[i]}, ${features[j]}: ${number(X[i][j])}, from the table of words`, () => []);
  if (projections) [['Q', Q, topics], ['K', K, topics], ['V', V, gives]].forEach(([name, matrix, columns], p) => add(name, `${name} = X·W_${name}`, matrix, columns,
    (i, j) => `${name} of ${names[i]}, ${columns[j]} = ${spellDot(X[i], column(projections[p], j))} = ${number(matrix[i][j])}: its row of X, column ${j + 1} of W_${name}`, (i) => [['X', i]]));
  add('S', `S = ${q}·${k}ᵀ${scaleText}`, S, names, (i, j) => `${names[i]} asks ${names[j]}: ${spellDot(Q[i], K[j])} = ${number(dot(Q[i], K[j]))}${scale == 1 ? '' : `, ${scaleText.trim()} = ${number(S[i][j])}`}`, (i, j) => [[q, i], [k, j]], mostOfScores);
  add('A', 'A = softmax(S)', A, names, (i, j) => `${names[i]} gives ${names[j]}: e^${signed(S[i][j])} ÷ (${S[i].map(s => 'e^' + signed(s)).join(' + ')}) = ${number(A[i][j])}`, (i) => [['S', i]], 1);
  add('Y', `${z} = A·${v}`, Y, projections ? gives : features, (i, j) => `${names[i]} receives: ${spellDot(A[i], column(V, j))} = ${number(Y[i][j])}, its shares times column ${j + 1} of ${v}`, (i, j) => [['A', i], [v, null, j]]);
  for (const one of Object.values(grids)) one.align(columnNames);
  line.textContent = 'Point at a cell, or walk through the cells with the arrow keys: it tells how it is computed, and from which cells.';
};
build();
});

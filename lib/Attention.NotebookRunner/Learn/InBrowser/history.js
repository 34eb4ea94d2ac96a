// The same rules as Session/RunHistory.cs: change both.
// What ran to its end in a session, in its order: another worker that runs the same has the same state. A cell may be in
// it more than once, because cells between two of its runs can need what the first one made.

export class RunHistory {
  runs = [];

  /** Of several runs of one cell with no other between them, only the last one counts. */
  add(cell, text) {
    if (this.runs.at(-1)?.cell === cell) { this.runs.pop(); }
    this.runs.push({ cell, text });
  }

  get cells() { return new Set(this.runs.map(run => run.cell)); }

  /** Keeps only the first runs. Returns the cells of the others. */
  keep(count) { return new Set(this.runs.splice(count).map(run => run.cell)); }
}

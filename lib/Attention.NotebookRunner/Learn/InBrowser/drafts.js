// The same rules as Session/CellTexts.cs, but no other tab types: change both.
// The learner's texts of one chapter, in this browser's storage. A text that a reset replaces can be brought back.

const most = 20;

export class Drafts {
  #key; #earlier = new Map();

  constructor(chapter, cells) {
    this.#key = id => `draft ${chapter} ${id}`;
    for (const cell of cells) {
      let draft = null;
      try { draft = JSON.parse(localStorage.getItem(this.#key(cell.id))); } catch { /* no storage, or not ours */ }
      this.#earlier.set(cell, Array.isArray(draft?.earlier) ? draft.earlier : []);
      cell.text = typeof draft?.text === "string" ? draft.text : cell.original;
      cell.earlier = this.#earlier.get(cell).length;
    }
  }

  type(cell, text) {
    if (text !== cell.text) { this.#replace(cell, text, false); }
  }

  /** Back to the chapter's own text. */
  reset(cell) { this.#replace(cell, cell.original, true); }

  /** The text that was replaced last comes back, and what is there now takes its place. */
  bringBack(cell) {
    const last = this.#earlier.get(cell).pop();
    if (last !== undefined) { this.#replace(cell, last, true); }
  }

  #replace(cell, text, keepsOld) {
    let earlier = this.#earlier.get(cell);
    if (keepsOld && cell.text !== cell.original) { earlier = [...earlier.filter(one => one !== cell.text), cell.text].slice(-most); }
    this.#earlier.set(cell, earlier);
    cell.text = text;
    cell.version++;
    cell.earlier = earlier.length;
    try {
      localStorage.setItem(this.#key(cell.id), JSON.stringify({ text: text === cell.original ? null : text, earlier }));
    } catch { /* no storage: the page itself still has it */ }
  }
}

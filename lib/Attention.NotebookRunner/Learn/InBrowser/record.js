// What the learner has done so far: the text of the course's own record, kept in this browser. The names in it are
// those of ProgressRecord.cs of the course and of Record/LearnerRecord.cs: change all three.

const key = "attention progress";
let unstored = null; // where there is no storage

export const Record = {
  text() {
    try { return localStorage.getItem(key) ?? "{}"; } catch { return unstored ?? "{}"; }
  },

  write(text) {
    unstored = text;
    try { localStorage.setItem(key, text); } catch { /* as above */ }
  },

  read() {
    let record = null;
    try { record = JSON.parse(this.text()); } catch { /* somebody edited it */ }
    return { ...record, Exercises: record?.Exercises ?? {}, Predictions: record?.Predictions ?? {} };
  },

  exercises() {
    return Object.fromEntries(Object.entries(this.read().Exercises).map(([name, { IsSolved }]) => [name, IsSolved]));
  },

  /** The first guess stays. */
  addGuess(question, guess, isRight) {
    const record = this.read();
    record.Predictions[question] ??= { Guess: guess, IsRight: isRight };
    this.write(JSON.stringify(record));
  },
};

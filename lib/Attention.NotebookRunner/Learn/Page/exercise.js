// Exercises: a button that checks, hints that open one at a time, and the solution after an attempt.
import { button, element } from "./elements.js";

export function guide(cells) {
  const all = [...cells.values()];
  const exercises = all.filter(cell => cell.about.check);
  all.forEach((cell, i) => {
    cell.areEarlierDone = () => all.slice(0, i).every(one => one.about.isCheck || one.about.state !== "idle");
  });
  exercises.forEach((cell, i) => {
    const check = cells.get(cell.about.check);
    addCheck(cell, check, exercises[i + 1]);
    addHelp(cell, check);
  });
}

function addCheck(cell, check, next) {
  const start = button("Check", "Run your code, then its check", () => cell.run("check"));
  start.classList.add("check");
  cell.runButton.before(start);
  const summary = cell.section.querySelector("summary");
  const mark = element("span", "mark");
  mark.setAttribute("role", "status");
  summary?.append(mark);
  const goOn = next ? link(next.section, "Next exercise →") : nextPage();
  if (goOn) {
    goOn.hidden = true;
    cell.bar.append(goOn);
  }
  cell.onProgress = progress => {
    const names = check.about.checks;
    const isSolved = names.length > 0 && names.every(name => progress[name]);
    const isTried = names.some(name => name in progress);
    mark.textContent = isSolved ? " ✓ solved" : isTried ? " ○ tried" : "";
    cell.section.dataset.solved = isSolved;
    if (goOn) { goOn.hidden = !isSolved; }
  };
}

function link(section, text) {
  const made = element("a", "next", text);
  made.href = "#" + section.id;
  return made;
}

function nextPage() {
  const next = document.querySelector(".around a[rel='next']");
  if (!next) { return null; }
  const made = element("a", "next", "Next chapter →");
  made.href = next.href;
  return made;
}

/** The folded texts between this exercise's check and the next section. */
function addHelp(cell, check) {
  const details = [];
  for (let after = check.section.nextElementSibling; after && !after.matches(".cell"); after = after.nextElementSibling) {
    details.push(...after.querySelectorAll("details"));
    if (details.length > 0) { break; }
  }
  const title = one => one.querySelector("summary")?.textContent ?? "";
  const hints = details.filter(one => /^hint/i.test(title(one)));
  const solution = details.find(one => /solution/i.test(title(one)));
  hints.forEach((hint, i) => {
    hint.hidden = i > 0;
    hint.addEventListener("toggle", () => { if (hint.open && hints[i + 1]) { hints[i + 1].hidden = false; } });
  });
  if (!solution) { return; }
  const show = button("Show me the solution", "Without an attempt of your own", () => reveal());
  show.classList.add("show-me");
  solution.hidden = true;
  solution.before(show);
  const reveal = () => { solution.hidden = false; show.remove(); };
  cell.onAttempt = reveal;
  // A check of changed code was an attempt as well: in another tab, or before the page was loaded again.
  check.onState = state => {
    if ((state === "done" || state === "failed") && cell.editor.text !== cell.about.original) { reveal(); }
  };
}

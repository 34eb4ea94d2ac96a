// On the page of contents: how far the learner is, beside each link to a chapter and on its card.
import { element } from "./elements.js";

export function showProgress(chapters) {
  const nameIn = address => decodeURIComponent(address ?? "").replace(/\.html$/, "");
  for (const link of document.querySelectorAll("main a[href]")) {
    const about = chapters[nameIn(link.getAttribute("href"))];
    if (!about || about.exercises === 0 || link.dataset.progress) { continue; }
    link.dataset.progress = `${about.solved}/${about.exercises}`;
    const mark = element("span", "chapter-progress", `${about.solved} of ${about.exercises} solved`);
    mark.dataset.done = about.solved === about.exercises;
    if (about.tried > 0) { link.after(" ", mark); }
  }
  for (const card of document.querySelectorAll(".card")) {
    const about = chapters[nameIn(card.dataset.page)], line = card.querySelector(".progress");
    if (!about || !line || about.guessed === 0) { continue; }
    line.textContent = `${about.guessed} of ${about.questions} guesses made`;
    line.hidden = false;
  }
}

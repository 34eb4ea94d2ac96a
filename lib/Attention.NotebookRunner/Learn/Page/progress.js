// On the page of contents: how far the reader is, beside each link to a chapter.
import { element } from "./elements.js";

export async function showProgress() {
  const chapters = await (await fetch("live/progress")).json();
  for (const link of document.querySelectorAll("main a[href]")) {
    const name = decodeURIComponent(link.getAttribute("href")).replace(/\.html$/, "");
    const about = chapters[name];
    if (!about || about.exercises === 0 || link.dataset.progress) { continue; }
    link.dataset.progress = `${about.solved}/${about.exercises}`;
    const mark = element("span", "chapter-progress", `${about.solved} of ${about.exercises} solved`);
    mark.dataset.done = about.solved === about.exercises;
    if (about.tried > 0) { link.after(" ", mark); }
  }
}

// Makes the pages of the course live. They read well without it: it finds the cells of a chapter, gives each an editor
// and buttons, and connects them with a session: one on a server, or one in this browser.
import { CellView } from "./cell.js";
import { StatusBar } from "./status.js";
import { element } from "./elements.js";
import { guide } from "./exercise.js";
import { showProgress } from "./progress.js";
import { answer } from "./services.js";

// A figure is made live by figure.js, which runs again for those that a cell has just shown.
addEventListener("outputs", () => {
  const again = element("script");
  again.src = "figure.js";
  again.onload = () => again.remove();
  document.head.append(again);
});

const chapter = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html$/, "");
const elements = [...document.querySelectorAll(".cell[id^='cell-']")];

/**
 * A session class takes the chapter and a function to call with its messages, and has send(message): false when it cannot
 * take one now. Its progress() tells how far the learner is in every chapter.
 */
export async function start(Session) {
  if (elements.length > 0) {
    open(Session);
  } else {
    showProgress(await Session.progress());
  }
}

function open(Session) {
  const cells = new Map();
  const session = new Session(chapter, hear);
  const bar = new StatusBar(session);
  let isBuilt = false;
  addEventListener("attention:guess", ({ detail }) => session.send(
    { type: "guess", id: detail.name, text: detail.guess, isRight: detail.isRight }));

  function hear(message) {
    const cell = cells.get(message.id);
    switch (message.type) {
      case "connection": bar.connection(message); break;
      case "chapter": build(message); break;
      case "kernel": bar.kernel(message.state); break;
      case "loading": bar.loading(message.share); break;
      case "notice": bar.notice(message.text, message.isBad); break;
      case "cell": cell?.state(message); bar.running(cells.values()); break;
      case "clear": cell?.clear(); break;
      case "training": cell?.training(message.share); break;
      case "output": cell?.output(message.at, message.html); break;
      case "text": cell?.append(message.at, message.text); break;
      case "source": cell?.source(message); break;
      case "saved": cell?.saved(message); break;
      case "answer": answer(message.request, message.answer); if (message.isBusy) { bar.late(); } break;
      case "progress": cells.forEach(one => one.progress(message.progress)); break;
    }
  }

  /** The first message after every connection: all that the session knows. */
  function build(message) {
    if (!isBuilt) {
      isBuilt = true;
      for (const about of message.cells) {
        const element = elements.find(one => one.id === "cell-" + about.id);
        if (element) { cells.set(about.id, new CellView(element, about, session, chapter)); }
      }
      guide(cells);
    }
    for (const about of message.cells) { cells.get(about.id)?.restore(about); }
    cells.forEach(one => one.progress(message.progress));
    bar.kernel(message.kernel);
    bar.running(cells.values());
  }
}

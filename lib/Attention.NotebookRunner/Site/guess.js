// Guess first: makes the field of each question, judges a guess by the data in the page, and unfolds the answer below.
// Without this file the questions can be read, and the answers unfold by hand.
(() => {
  "use strict";
  const here = decodeURIComponent(location.pathname.split("/").pop());
  const key = (name, page = here) => `guess:${page}:${name}`;
  const remembered = (name, page) => { try { return localStorage.getItem(key(name, page)); } catch { return null; } };
  const remember = (name, guess) => { try { localStorage.setItem(key(name), guess); } catch { /* no storage */ } };

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  // What was typed, in the form in which it is judged: a number, or a word in lower case. Null where it is neither.
  const read = (data, typed) => {
    const text = typed.trim();
    if (data.kind === "word") {
      const words = data.choices.map(choice => choice.toLowerCase());
      const word = text.toLowerCase();
      return text === "" || words.length > 0 && !words.includes(word) ? null : word;
    }
    const plain = text.replace("−", "-").replace(data.unit.trim(), "").trim();
    return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
  };

  const includes = (known, guess) => known.spellings.length > 0
    ? known.spellings.some(spelling => spelling.toLowerCase() === guess)
    : known.from <= guess && guess <= known.to;

  const judge = (data, guess) => {
    const isRight = includes(data.right, guess);
    const known = isRight ? data.right : data.wrong.find(wrong => includes(wrong, guess)) ?? data.right;
    return { isRight, reason: known.reason };
  };

  // A cell that asks shows its questions until each has a verdict. A guess in its code is judged there, and the cell
  // shows the verdict alone. While it has not run, or has failed, it shows neither.
  const isAnswered = cell => {
    const boxes = [...cell.querySelectorAll(".prediction")];
    return boxes.length > 0
      ? boxes.every(box => box.dataset.verdict !== undefined)
      : cell.querySelector(".out") !== null && cell.querySelector(".out.fail") === null;
  };

  // The answers stand below their questions: each unfolds when all questions above it have been answered.
  const unfold = () => {
    let open = true;
    document.querySelectorAll(".cell.asks, details.answer").forEach(part => {
      if (part.matches("details")) {
        part.open ||= open;
        open = true;
      } else {
        open &&= isAnswered(part);
      }
    });
  };

  const ask = box => {
    const data = JSON.parse(box.querySelector("script").textContent);
    const verdict = element("p", { className: "verdict" });
    verdict.setAttribute("role", "status");

    const show = typed => {
      const guess = read(data, typed);
      if (guess === null) {
        verdict.textContent = data.kind === "number" ? "Write a number, such as 0.5." : "Write a word.";
        return false;
      }
      const { isRight, reason } = judge(data, guess);
      const headline = isRight ? `${data.answer}. Your guess was right.` : `${data.answer}. You guessed ${typed.trim()}.`;
      verdict.replaceChildren(element("b", { textContent: headline }), ` ${reason}`);
      box.dataset.verdict = isRight ? "right" : "wrong";
      return true;
    };

    const commit = typed => {
      if (!show(typed)) { return; }
      remember(data.name, typed);
      unfold();
      const detail = { name: data.name, guess: typed.trim(), isRight: box.dataset.verdict === "right" };
      box.dispatchEvent(new CustomEvent("attention:guess", { bubbles: true, detail }));
    };

    const form = element("form");
    if (data.choices.length > 0) {
      const group = element("div", { className: "choices" });
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", data.question);
      data.choices.forEach(choice => group.append(
        element("button", { type: "button", textContent: choice + data.unit, onclick: () => commit(choice) })));
      form.append(group);
    } else {
      const field = element("input", { type: "text", autocomplete: "off", name: "guess" });
      field.inputMode = data.kind === "number" ? "decimal" : "text";
      field.setAttribute("aria-label", `Your guess: ${data.question}`);
      form.append(field, data.unit, element("button", { type: "submit", textContent: "Guess" }));
      form.onsubmit = () => { commit(field.value); return false; };
    }
    box.append(form, verdict);
    if (remembered(data.name) !== null) { show(remembered(data.name)); }
  };

  // The cards of the first page tell how many of a chapter's questions have been guessed at in this browser.
  const tell = card => {
    const names = card.dataset.predictions.split(" ").filter(name => name !== "");
    const guessed = names.filter(name => remembered(name, decodeURIComponent(card.dataset.page)) !== null).length;
    if (guessed > 0) {
      const progress = card.querySelector(".progress");
      progress.textContent = `${guessed} of ${names.length} guesses made`;
      progress.hidden = false;
    }
  };

  const start = () => {
    const boxes = [...document.querySelectorAll(".prediction")];
    boxes.filter(box => !box.querySelector("form")).forEach(ask);
    unfold();
  };
  addEventListener("DOMContentLoaded", () => {
    if (document.querySelector(".prediction")) { start(); }
    document.querySelectorAll(".card").forEach(tell);
  });
  addEventListener("outputs", start); // a program that serves the pages has put new ones in
})();

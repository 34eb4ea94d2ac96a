// What a cell shows, as the elements of the page.

const escape = text => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

// The page has a copy of every script that a figure needs; what else an output brings never runs.
const clean = html => {
  const template = document.createElement("template");
  template.innerHTML = html;
  template.content.querySelectorAll("script:not([type='application/json'])").forEach(script => script.remove());
  return template.innerHTML;
};

const prediction = "application/vnd.attention.prediction+json";

function toHtml(data) {
  if (data[prediction]) {
    const question = JSON.parse(data[prediction]);
    return `<div class="out prediction" data-prediction="${escape(question.name)}">`
      + `<p class="question"><b>Guess first.</b> ${escape(question.question)}</p>`
      + `<script type="application/json">${data[prediction].replaceAll("<", "\\u003c")}</script></div>`;
  }
  if (data["text/html"]) { return `<div class="out rich">${clean(data["text/html"])}</div>`; }
  return `<pre class="out">${escape(data["text/plain"] ?? "")}</pre>`;
}

/** Tells the page what the messages of a running cell show. */
export class CellOutputs {
  #cell; #hear; #count = 0; #stream = null; #displays = new Map();

  constructor(cell, hear) {
    this.#cell = cell;
    this.#hear = hear;
    this.hasFailed = false;
  }

  add(message) {
    switch (message.kind) {
      case "Stdout": case "Stderr": this.#text(message.kind, message.text); break;
      case "Display": case "Result":
        if (message.displayId) { this.#displays.set(message.displayId, this.#count); }
        this.#show(toHtml(message.data));
        break;
      case "Update": this.#update(message); break;
      case "Error": this.fail(message.name, message.text); break;
      case "PackageMissing": this.fail("PackageMissing", `${message.name}: ${message.text}`); break;
    }
  }

  fail(name, text) {
    this.hasFailed = true;
    this.#show(`<pre class="out fail"><b>${escape(name)}</b>\n${escape(text)}</pre>`);
  }

  #text(stream, text) {
    if (this.#stream === stream) {
      this.#hear({ type: "text", id: this.#cell.id, at: this.#count - 1, text });
    } else {
      this.#show(`<pre class="out${stream === "Stderr" ? " err" : ""}">${escape(text)}</pre>`);
      this.#stream = stream;
    }
  }

  #show(html) {
    this.#stream = null;
    this.#hear({ type: "output", id: this.#cell.id, at: this.#count++, html });
  }

  #update({ displayId, data }) {
    const at = this.#displays.get(displayId) ?? this.#count++;
    this.#hear({ type: "output", id: this.#cell.id, at, html: toHtml(data) });
  }
}

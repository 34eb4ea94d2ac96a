// The bar at the foot of the page: what belongs to the whole chapter.
import { button, element } from "./elements.js";

const states = {
  waiting: "C# is loaded with the first run", starting: "The kernel starts …", ready: "Ready", busy: "Running", rebuilding: "The session is rebuilt …",
  ended: "There is no kernel",
};

export class StatusBar {
  #state; #notice; #away; #stop; #runAll; #restart;

  constructor(connection) {
    const bar = element("aside", "live-bar");
    bar.setAttribute("aria-label", "This chapter's session");
    this.#runAll = button("Run all", "Run every cell from top to bottom", () => connection.send({ type: "runAll" }));
    this.#stop = button("Stop", "Stop the running cell", () => connection.send({ type: "stop" }));
    this.#restart = button("Restart", "A fresh session in which no cell has run", () => connection.send({ type: "restart" }));
    this.#state = element("span", "kernel-state", "Connecting …");
    this.#state.setAttribute("role", "status");
    this.#notice = element("p", "notice");
    this.#notice.setAttribute("role", "status");
    this.#away = element("p", "away");
    this.#away.setAttribute("role", "alert");
    const buttons = element("div", "buttons");
    buttons.append(this.#runAll, this.#stop, this.#restart, this.#state);
    bar.append(this.#away, this.#notice, buttons);
    this.#notice.hidden = this.#away.hidden = true;
    document.body.append(bar);
    this.#stop.disabled = true;
  }

  kernel(state) {
    this.#state.textContent = states[state] ?? state;
    this.#state.dataset.state = state;
    this.#stop.disabled = state !== "busy" && state !== "rebuilding";
  }

  /** How much of C# has come, from 0 to 1: of a session in the browser. */
  loading(share) { this.#state.textContent = `C# is loaded: ${Math.round(100 * share)} %`; }

  /** An editor asked while a cell runs. */
  late() {
    this.#state.textContent = "Running: suggestions come when the cell has ended";
  }

  running(cells) {
    const all = [...cells];
    const waiting = all.filter(cell => cell.about.state === "queued").length;
    const isRunning = all.some(cell => cell.about.state === "running");
    if (isRunning && waiting > 0) { this.#state.textContent = `Running, ${waiting} waiting`; }
  }

  notice(text, isBad) {
    this.#notice.textContent = text;
    this.#notice.dataset.bad = isBad === true;
    this.#notice.hidden = false;
    const close = button("×", "Dismiss", () => { this.#notice.hidden = true; });
    close.ariaLabel = "Dismiss";
    this.#notice.append(close);
  }

  connection({ isOpen, isRefused }) {
    this.#away.hidden = isOpen;
    this.#runAll.disabled = this.#restart.disabled = !isOpen;
    this.#away.textContent = isOpen ? "" : isRefused
      ? "The server was started again and has a new address: open the one that it printed. What you wrote is kept in this browser and comes with you."
      : "The server does not answer. What you write is kept in this browser. Start it again with “dotnet run --project lib/Attention.NotebookRunner -- learn”.";
    if (!isOpen) { this.#stop.disabled = true; }
  }
}

// The connection with the session of one chapter on a server. It comes back by itself, and says when it is gone.
import { start } from "./live.js";

class Connection {
  static async progress() { return (await fetch("live/progress")).json(); }

  #socket; #chapter; #hear; #wait = 500;

  constructor(chapter, hear) {
    this.#chapter = chapter;
    this.#hear = hear;
    this.#open();
  }

  get isOpen() { return this.#socket.readyState === WebSocket.OPEN; }

  /** False when there is no connection: the caller keeps what it wanted to say. */
  send(message) {
    if (!this.isOpen) { return false; }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #open() {
    const address = new URL("live/chapter/" + encodeURIComponent(this.#chapter), document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    this.#socket = new WebSocket(address);
    this.#socket.onopen = () => { this.#wait = 500; this.#hear({ type: "connection", isOpen: true }); };
    this.#socket.onmessage = message => this.#hear(JSON.parse(message.data));
    this.#socket.onclose = async () => {
      this.#hear({ type: "connection", isOpen: false, isRefused: await this.#isRefused() });
      setTimeout(() => this.#open(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, 5000);
    };
  }

  /** A server that was started again has another token. */
  async #isRefused() {
    try { return (await fetch("live/progress")).status === 403; } catch { return false; }
  }
}

start(Connection);

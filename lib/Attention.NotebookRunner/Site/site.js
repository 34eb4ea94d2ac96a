// The pages read well without this file: it adds copy buttons and the choice between light and dark.
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const remember = theme => { try { localStorage.setItem("theme", theme); } catch { /* a page opened from disk may have no storage */ } };
  if (remembered()) { root.dataset.theme = remembered(); }

  addEventListener("DOMContentLoaded", () => {
    const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const theme = document.createElement("button");
    theme.className = "theme";
    theme.type = "button";
    const label = () => { theme.textContent = dark() ? "☀" : "☾"; theme.title = theme.ariaLabel = dark() ? "Light" : "Dark"; };
    theme.onclick = () => { root.dataset.theme = dark() ? "light" : "dark"; remember(root.dataset.theme); label(); };
    label();
    document.body.prepend(theme);

    if (matchMedia("(max-width: 70rem)").matches) {
      document.querySelectorAll(".contents details").forEach(contents => { contents.open = false; });
    }

    document.querySelectorAll("pre.code").forEach(pre => {
      const copy = document.createElement("button");
      copy.className = "copy";
      copy.type = "button";
      copy.textContent = "Copy";
      copy.onclick = async () => {
        const text = pre.querySelector("code").textContent;
        try {
          await navigator.clipboard.writeText(text);
          copy.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(pre.querySelector("code"));
          copy.textContent = "Press Ctrl+C";
        }
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      };
      const frame = document.createElement("div");
      frame.className = "frame";
      pre.replaceWith(frame);
      frame.append(pre, copy);
    });
  });
})();

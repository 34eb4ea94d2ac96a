// Small helpers for the elements of the page.

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) { made.className = className; }
  if (text) { made.textContent = text; }
  return made;
}

export function button(text, title, onClick) {
  const made = element("button", "", text);
  made.type = "button";
  made.title = title;
  made.onclick = onClick;
  return made;
}

// What was typed and is not yet kept by the server. It stays in this browser until the server has it.

const key = (chapter, id) => `unsaved ${chapter} ${id}`;

export function keep(chapter, id, text) {
  try { localStorage.setItem(key(chapter, id), text); } catch { /* no storage: the page itself still has it */ }
}

export function kept(chapter, id) {
  try { return localStorage.getItem(key(chapter, id)); } catch { return null; }
}

export function forget(chapter, id, text) {
  try {
    if (localStorage.getItem(key(chapter, id)) === text) { localStorage.removeItem(key(chapter, id)); }
  } catch { /* as above */ }
}

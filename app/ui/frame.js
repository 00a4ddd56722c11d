// The frame around the screens: which tab is open (the address says it), the language, light or dark, the notice.
// What is remembered stays in this browser; the one cookie says the language, so that the server sends the right page.
window.frame = {
  kept(name, value) {
    try {
      if (value === undefined) return localStorage.getItem("cmi-" + name);
      localStorage.setItem("cmi-" + name, value);
    } catch { /* storage is off, as it can be in a frame: then nothing is remembered */ }
    return null;
  },

  tabs() {
    return [...document.querySelectorAll("#bladen [role=tab]")];
  },
  tab() {
    return this.tabs().find((tab) => tab.getAttribute("aria-selected") === "true")?.dataset.tabId ?? "chat";
  },
  // Open a tab; `push` adds it to the browser's history.
  open(name, push = true) {
    const tab = this.tabs().find((one) => one.dataset.tabId === name);
    if (!tab) return;
    this.quietly = !push;
    tab.click();
    this.quietly = false;
  },
  address(name, hash = "") {
    const query = new URLSearchParams(location.search);
    query.delete("lang");
    if (name === "chat") query.delete("tab");
    else query.set("tab", name);
    return location.pathname + (String(query) && "?" + query) + hash;
  },
  // What the address asks for: a tab, and what its fragment names within it.
  asked() {
    return new URLSearchParams(location.search).get("tab") ?? "chat";
  },
  follow() {
    const asked = this.asked();
    if (asked !== this.tab()) this.open(asked, false);
    document.dispatchEvent(new CustomEvent("followed", { detail: asked }));
  },

  dark(value) {
    if (document.body.classList.contains("dark") !== value) document.body.classList.toggle("dark", value);
    const button = document.getElementById("thema");
    button?.setAttribute("aria-pressed", String(value));
  },
  // Gradio sets light or dark by itself, when it starts and when the system changes: what was chosen here wins.
  theme() {
    const chosen = this.kept("theme");
    this.dark(chosen ? chosen === "dark" : document.body.classList.contains("dark"));
  },
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("#bladen [role=tab]");
  if (tab && !window.frame.quietly && tab.dataset.tabId !== window.frame.asked()) {
    history.pushState(null, "", window.frame.address(tab.dataset.tabId));
  }
  const language = event.target.closest?.("a[data-language]");
  if (language) {
    event.preventDefault();
    document.cookie = "cmi-lang=" + language.dataset.language + ";path=/;max-age=31536000;samesite=lax";
    location.assign(language.getAttribute("href") + location.search + location.hash);
  }
  if (event.target.closest?.("#thema")) {
    const dark = !document.body.classList.contains("dark");
    window.frame.kept("theme", dark ? "dark" : "light");
    window.frame.dark(dark);
  }
});
window.addEventListener("popstate", () => window.frame.follow());
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("#kop details.notice")) window.frame.kept("notice", event.target.open ? "open" : "closed");
}, true);

// Gradio mounts the page piece by piece: what the address asks for is done once the last piece, the tabs, is there.
new MutationObserver((_, observer) => {
  if (!document.getElementById("thema")) return;
  observer.disconnect();
  const notice = document.querySelector("#kop details.notice");
  if (notice && window.frame.kept("notice") === "closed") notice.open = false;
}).observe(document.documentElement, { childList: true, subtree: true });
new MutationObserver((_, observer) => {
  if (!window.frame.tabs().length || !document.querySelector("#bladen [role=tabpanel]")) return;
  observer.disconnect();
  window.frame.theme();
  new MutationObserver(() => window.frame.theme()).observe(document.body, { attributeFilter: ["class"] });
  window.frame.follow();
}).observe(document.documentElement, { childList: true, subtree: true });

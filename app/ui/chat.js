// What the page does by itself: bring into view what has just appeared. No other state, no requests.
window.chatPage = {
  // The newest turn: as much of it as fits, from its question on.
  reveal(element) {
    requestAnimationFrame(() => {
      const room = Math.min(window.innerHeight, document.getElementById("verloop")?.clientHeight || Infinity);
      element.scrollIntoView({ block: element.offsetHeight > room * 0.8 ? "start" : "end" });
    });
  },

  // The questions of this conversation in their order, in the tab's own memory: after a reload or in the other language
  // they can be asked again, each or all. Nothing of this is kept by the server.
  asked() {
    try {
      return JSON.parse(sessionStorage.getItem("cmi-asked") ?? "[]");
    } catch { // storage is off: then nothing is remembered
      return [];
    }
  },
  remember() {
    const asked = [...document.querySelectorAll("#beurten .asked")].map((one) => one.lastChild.textContent);
    try { sessionStorage.setItem("cmi-asked", JSON.stringify([...asked, ...this.queue])); } catch { /* as above */ }
  },
  forget() {
    this.queue = [];
    this.wanted = "";
    try { sessionStorage.removeItem("cmi-asked"); } catch { /* as above */ }
    document.querySelectorAll("#eerder .again").forEach((one) => one.remove());
    document.querySelector("#eerder .before")?.setAttribute("hidden", "");
  },
  earlier(element) {
    const before = this.asked();
    const list = element.querySelector(".before");
    if (!before.length || !list) return;
    const offer = (label, name, questions) => {
      const button = list.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = name;
      button.textContent = label;
      button.addEventListener("click", () => {
        this.queue = questions.slice(1);
        this.ask(questions[0]);
      });
    };
    if (before.length > 1) offer(list.dataset.resume, "again resume", before);
    new Set(before).forEach((question) => offer(question, "again", [question]));
    list.hidden = false;
  },
  // The questions that are still to be asked again, each when the answer before it is complete.
  queue: [],
  answeredWhole() {
    this.done();
    if (this.queue.length) this.ask(this.queue.shift());
  },
  ask(question) {
    const box = document.querySelector("#vraag textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.getElementById("stuur").click(), 50); // once Gradio has taken in what was typed
  },

  // A finished turn. On a wide screen its first source is opened beside it at once; on a phone that would scroll away.
  answered(element) {
    this.reveal(element);
    this.remember();
    const first = element.querySelector("button.cite");
    if (first && !this.queue.length && window.matchMedia("(min-width: 800px)").matches) this.openSource(first.dataset.opens, false);
  },

  // The source behind a number; `follow`: whoever chose it wants to read there, so the focus goes along. For a moment
  // and not once: the source that opened by itself may still be on its way, and drawing it takes the focus off. What was
  // asked for last is what counts: an earlier wish that is still waiting for its button is dropped.
  openSource(id, follow, patience = 20) {
    if (patience === 20) this.wanted = id;
    if (this.wanted !== id) return;
    const button = document.getElementById(id);
    if (button) {
      if (follow) this.following = performance.now() + 1500;
      button.click();
    } else if (patience) { // Gradio mounts an answer before the events that stand under it
      setTimeout(() => this.openSource(id, follow, patience - 1), 50);
    }
  },

  // The quote: a third from the top of the source panel, and the panel itself on a phone.
  showMark(panel) {
    requestAnimationFrame(() => {
      this.done();
      const place = panel.querySelector("[data-place]")?.dataset.place;
      const wanted = this.wanted !== place && document.getElementById(this.wanted);
      if (place && wanted) { // an earlier choice came later than the last one
        wanted.click();
        return;
      }
      document.querySelectorAll("button.cite").forEach((one) => one.toggleAttribute("data-open", one.dataset.opens === place));
      const mark = panel.querySelector("#citaat");
      const body = panel.querySelector(".source-body");
      if (!mark || !body) return;
      const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
      body.scrollTop = above - body.clientHeight / 3;
      if (performance.now() > (this.following ?? 0)) return;
      body.focus({ preventScroll: true });
      const box = mark.getBoundingClientRect();
      if (box.top < 0 || box.top > window.innerHeight * 0.8) panel.scrollIntoView({ block: "start" });
    });
  },

  // Under the conversation and under the form: "waiting" from a question or click on until the server's first word,
  // "busy" where none came.
  say(state, where = "melding") {
    const message = document.getElementById(where);
    if (message) message.dataset.state = state;
  },
  waiting(where = "melding") {
    this.say("waiting", where);
    setTimeout(() => document.querySelector(".toast-body") && this.failed(), 2000); // the connection was lost before
  },
  done() {
    this.say("");
  },
  failed() {
    this.queue = [];
    const begun = document.querySelector("#antwoord-nu .pending");
    if (begun) {
      begun.classList.replace("pending", "failed");
      begun.querySelector(".text").textContent = document.querySelector("#melding .failed").textContent;
    }
    if (document.getElementById("melding")?.dataset.state === "waiting") this.say(begun ? "" : "busy");
    if (document.getElementById("toetsmelding")?.dataset.state === "waiting") this.say("busy", "toetsmelding");
  },

  // From the source back to the number in the answer that opened it.
  back(id) {
    this.following = 0;
    const number = document.querySelector(`button.cite[data-opens="${id}"]`);
    number?.scrollIntoView({ block: "center" });
    number?.focus({ preventScroll: true });
  },

  begin() {
    this.forget();
    document.querySelector("#vraag textarea")?.focus();
  },

  async copy(button) {
    const page = location.origin + location.pathname;
    const text = button.dataset.copy.replaceAll("{address}", page);
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no permission, or not https: the old way
      const field = document.body.appendChild(document.createElement("textarea"));
      field.value = text;
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const label = button.textContent;
    if (label === button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  },
};

document.addEventListener("click", (event) => {
  const number = event.target.closest?.("[data-opens]");
  if (number) window.chatPage.openSource(number.dataset.opens, true);
  if (event.target.closest?.("#stop")) window.chatPage.queue = [];
  const back = event.target.closest?.("[data-back]");
  if (back) window.chatPage.back(back.dataset.back);
  const copied = event.target.closest?.("[data-copy]");
  if (copied) window.chatPage.copy(copied);
  if (event.target.closest?.("#stuur, button.wish, button.cite")) window.chatPage.waiting();
  if (event.target.closest?.("#controleer")) window.chatPage.waiting("toetsmelding");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.closest?.("#vraag")) window.chatPage.waiting();
  const panel = event.target.closest?.("#bronpaneel");
  if (event.key === "Escape" && panel) window.chatPage.back(panel.querySelector("[data-back]")?.dataset.back);
});

// A lost connection ends no event; Gradio only shows its own (hidden, English) message. So that message is the sign.
new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  if (added.some((node) => node.matches?.(".toast-body") || node.querySelector?.(".toast-body"))) window.chatPage.failed();
}).observe(document.documentElement, { childList: true, subtree: true });

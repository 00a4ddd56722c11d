// What the page does by itself: bring into view what has just appeared. No other state, no requests.
window.chatPage = {
  // The newest turn: as much of it as fits, from its question on.
  reveal(element) {
    requestAnimationFrame(() => {
      const room = Math.min(window.innerHeight, document.getElementById("verloop")?.clientHeight || Infinity);
      element.scrollIntoView({ block: element.offsetHeight > room * 0.8 ? "start" : "end" });
    });
  },

  // The quote: a third from the top of the source panel, and the panel itself on a phone.
  showMark(panel) {
    requestAnimationFrame(() => {
      this.done();
      const mark = panel.querySelector("#citaat");
      const body = panel.querySelector(".source-body");
      if (!mark || !body) return;
      const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
      body.scrollTop = above - body.clientHeight / 3;
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
    const begun = document.querySelector("#antwoord-nu .pending");
    if (begun) {
      begun.classList.replace("pending", "failed");
      begun.querySelector(".text").textContent = document.querySelector("#melding .failed").textContent;
    }
    if (document.getElementById("melding")?.dataset.state === "waiting") this.say(begun ? "" : "busy");
    if (document.getElementById("toetsmelding")?.dataset.state === "waiting") this.say("busy", "toetsmelding");
  },

  backToBox() {
    document.getElementById("gesprek")?.scrollIntoView({ block: "end" });
    document.querySelector("#vraag textarea")?.focus();
  },
};

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#stuur, button.wish, button.citation")) window.chatPage.waiting();
  if (event.target.closest?.("#controleer")) window.chatPage.waiting("toetsmelding");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.closest?.("#vraag")) window.chatPage.waiting();
});

// A lost connection ends no event; Gradio only shows its own (hidden, English) message. So that message is the sign.
new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  if (added.some((node) => node.matches?.(".toast-body") || node.querySelector?.(".toast-body"))) window.chatPage.failed();
}).observe(document.documentElement, { childList: true, subtree: true });

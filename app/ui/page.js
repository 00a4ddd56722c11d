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
      const mark = panel.querySelector("#citaat");
      const body = panel.querySelector(".source-body");
      if (!mark || !body) return;
      const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
      body.scrollTop = above - body.clientHeight / 3;
      const box = mark.getBoundingClientRect();
      if (box.top < 0 || box.top > window.innerHeight * 0.8) panel.scrollIntoView({ block: "start" });
    });
  },

  // Under the conversation: "waiting" until the server's first word, "busy" where it took no question.
  say(state) {
    const message = document.getElementById("melding");
    if (message) message.dataset.state = state;
  },
  waiting() {
    this.say("waiting");
  },
  done() {
    this.say("");
  },
  failed() {
    const begun = document.querySelector("#antwoord-nu .pending");
    if (!begun) return this.say("busy");
    this.say("");
    begun.classList.replace("pending", "failed");
    begun.querySelector(".text").textContent = document.querySelector("#melding .failed").textContent;
  },

  backToBox() {
    document.getElementById("gesprek")?.scrollIntoView({ block: "end" });
    document.querySelector("#vraag textarea")?.focus();
  },
};

// The screen of the texts: what an address or a question names is marked, and words are searched for. No requests.
window.sources = {
  // "interview:804-941 …" -> the sentences that these places touch, marked; the first one comes into view.
  show(places) {
    const all = [...document.querySelectorAll("#bronnen .s.cited")];
    all.forEach((one) => one.classList.remove("cited"));
    const marked = places.split(" ").flatMap((place) => {
      const [, name, start, end] = /^(.*):(\d+)-(\d+)$/.exec(place) ?? [];
      const text = [...document.querySelectorAll("#bronnen article")].find((one) => one.dataset.document === name);
      return [...(text?.querySelectorAll(".s") ?? [])].filter((one) => +one.dataset.a < +end && +start < +one.dataset.b);
    });
    marked.forEach((one) => one.classList.add("cited"));
    if (!marked.length) return;
    marked[0].tabIndex = -1;
    for (const wait of [0, 150, 400]) { // again where the page only now takes its shape, as when its tab was just opened
      setTimeout(() => {
        const box = marked[0].getBoundingClientRect();
        if (box.top < 0 || box.bottom > window.innerHeight || !wait) marked[0].scrollIntoView({ block: "center" });
        if (!wait) marked[0].focus({ preventScroll: true });
      }, wait);
    }
  },
  // The questions that a sentence answers: those of its section that name it.
  answers(sentence) {
    const section = sentence.closest("section");
    const name = sentence.closest("article").dataset.document;
    let some = false;
    section.querySelectorAll("[data-cites]").forEach((one) => {
      const hit = one.dataset.cites.split(" ").some((place) => {
        const [, where, start, end] = /^(.*):(\d+)-(\d+)$/.exec(place) ?? [];
        return where === name && +sentence.dataset.a < +end && +start < +sentence.dataset.b;
      });
      one.toggleAttribute("data-hit", hit);
      some ||= hit;
    });
    const details = section.querySelector("details.answers");
    if (details && some) details.open = true;
  },

  places: [],
  now: 0,
  // Letters without case and accents, one for one, so that places stay where they are.
  plain(text) {
    return [...text].map((one) => {
      const folded = one.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      return folded.length === one.length ? folded : one;
    }).join("").replace(/\s/g, " ");
  },
  search(words) {
    const wanted = this.plain(words.trim());
    this.places = wanted.length < 2 ? [] : [...document.querySelectorAll("#bronnen :is(h3, .source-text)")]
      .flatMap((part) => this.within(part, wanted));
    this.now = 0;
    this.tell(wanted);
  },
  within(part, wanted) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push([walker.currentNode, text.length]);
      text += walker.currentNode.data;
    }
    const plain = this.plain(text);
    const at = (place) => {
      const [node, start] = nodes.findLast(([, start]) => start <= place);
      return [node, place - start];
    };
    const found = [];
    for (let a = plain.indexOf(wanted); a >= 0; a = plain.indexOf(wanted, a + wanted.length)) {
      const range = document.createRange();
      range.setStart(...at(a));
      const [node, last] = at(a + wanted.length - 1);
      range.setEnd(node, last + 1);
      found.push(range);
    }
    return found;
  },
  tell(wanted) {
    const status = document.querySelector("#bronnen .search [role=status]");
    const all = this.places.length;
    status.textContent = wanted.length < 2 ? "" : all
      ? status.dataset.found.replace("{now}", this.now + 1).replace("{all}", all) : status.dataset.none;
    if (window.CSS?.highlights) {
      CSS.highlights.set("found", new Highlight(...this.places));
      CSS.highlights.set("found-now", new Highlight(...this.places.slice(this.now, this.now + 1)));
    }
    const place = this.places[this.now];
    if (place) place.startContainer.parentElement.scrollIntoView({ block: "center" });
  },
  step(by) {
    if (!this.places.length) return;
    this.now = (this.now + by + this.places.length) % this.places.length;
    this.tell("found");
  },

  // What the fragment of the address names.
  follow(patience = 100) {
    const cited = /^#cite=(.+)$/.exec(decodeURIComponent(location.hash));
    if (!cited || window.frame.asked() !== "sources") return;
    const there = document.querySelector("#bronnen article")?.offsetParent;
    if (there) this.show(cited[1]);
    else if (patience) setTimeout(() => this.follow(patience - 1), 50); // Gradio mounts the screens after the tabs
  },
};

document.addEventListener("followed", () => window.sources.follow());
window.addEventListener("hashchange", () => window.sources.follow());
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-cite]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.pushState(null, "", window.frame.address("sources", new URL(link.href).hash));
    window.frame.follow();
  }
  const heading = event.target.closest?.("#bronnen nav a");
  if (heading) {
    event.preventDefault();
    document.getElementById(heading.hash.slice(1))?.scrollIntoView();
  }
  const asked = event.target.closest?.("[data-cites]");
  if (asked) window.sources.show(asked.dataset.cites);
  const sentence = event.target.closest?.("#bronnen .source-text .s");
  if (sentence && !String(getSelection())) window.sources.answers(sentence);
  const step = event.target.closest?.("#bronnen [data-step]");
  if (step) window.sources.step(+step.dataset.step);
});
document.addEventListener("input", (event) => {
  if (event.target.id === "zoek") window.sources.search(event.target.value);
});
document.addEventListener("keydown", (event) => {
  if (event.target.id === "zoek" && event.key === "Enter") window.sources.step(event.shiftKey ? -1 : 1);
});

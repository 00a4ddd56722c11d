// The form: its table of periods, and what comes into view with an outcome. No requests.
window.checkForm = {
  parts: {}, // each part of the form: how to read it and how to fill it in
  last: 3,

  // One step at a time; all fields stay on the page, so that nothing typed gets lost.
  steps(element) {
    this.go(1, false);
    element.addEventListener("click", (event) => {
      const to = event.target.closest("[data-to]")?.dataset.to;
      if (to) this.go(+to);
    });
  },
  go(step, focus = true) {
    const form = document.getElementById("formulier");
    if (!form) return;
    const now = Math.min(this.last, Math.max(1, step));
    form.dataset.step = now;
    form.querySelectorAll("[data-to]").forEach((one) => {
      if (+one.dataset.to === now) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    });
    if (focus) document.querySelector(`#stap-${now} :is(input:checked, input[type=text])`)?.focus();
  },

  // A date by itself: its text is the component's value.
  date(element, props) {
    const field = element.querySelector("input[type=text]");
    const share = () => { props.value = field.value; };
    field.addEventListener("input", share);
    element.addEventListener("click", (event) => {
      const word = event.target.closest("[data-word]");
      if (word) this.put(field, word.dataset.word);
    });
    this.parts[field.id] = { fill: (text) => this.put(field, text), get: () => field.value };
  },
  put(field, text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  },

  // The case as it stands in the form, for the fragment of an address: a browser never sends that part to a server.
  read() {
    const kind = document.querySelector("#soort input:checked")?.value;
    const day = this.parts["peildatum-veld"].get() || document.querySelector("#uitkomst [data-as-of]")?.dataset.asOf || "";
    return { kind, periods: this.parts.periods.get(), certificate: this.parts["certificaat-veld"].get(), day };
  },
  write(told) {
    const kind = [...document.querySelectorAll("#soort input")].find((one) => one.value === told.kind);
    kind?.click();
    this.parts.periods.fill(Array.isArray(told.periods) ? told.periods.filter(Array.isArray).slice(0, 20) : []);
    this.parts["certificaat-veld"].fill(String(told.certificate ?? ""));
    this.parts["peildatum-veld"].fill(String(told.day ?? ""));
  },
  link() {
    const bytes = new TextEncoder().encode(JSON.stringify(this.read()));
    const code = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    return location.origin + location.pathname + "?tab=check#case=" + code;
  },
  follow(patience = 100) {
    const code = /^#case=([\w-]+)$/.exec(location.hash)?.[1];
    if (!code || window.frame.asked() !== "check" || code === this.followed) return;
    const parts = ["periods", "certificaat-veld", "peildatum-veld"].every((name) => this.parts[name]);
    const there = parts && document.querySelector("#soort input") && document.getElementById("controleer");
    if (!there) {
      if (patience) setTimeout(() => this.follow(patience - 1), 50); // Gradio mounts the screens after the tabs
      return;
    }
    this.followed = code;
    document.querySelector("#uitkomst [data-choice]")?.removeAttribute("data-choice"); // of another case
    try {
      const bytes = Uint8Array.from(atob(code.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
      this.write(JSON.parse(new TextDecoder().decode(bytes)));
    } catch { // a link that was cut off: the form stays empty
      return;
    }
    this.press(5);
  },
  // Once Gradio knows what stands in the form; again where it wasn't listening yet.
  press(times) {
    if (!times || document.querySelector("#uitkomst [data-choice]")) return;
    setTimeout(() => {
      document.getElementById("controleer").click();
      setTimeout(() => this.press(times - 1), 1000);
    }, 200);
  },

  save(button) {
    const file = new Blob([button.dataset.content], { type: button.dataset.type + ";charset=utf-8" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = button.dataset.save;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },

  // A plain table; what stands in it is the component's value, [[start, end, role, career advice, break, each
  // circumstance that is ticked], …]. It is never written from outside, so nothing that was typed gets lost.
  periods(element, props) {
    const table = element.querySelector("table");
    const template = element.querySelector("template");
    const numbered = (text, n) => text.replace(/\{n\}|\d+/, n);
    const share = () => {
      props.value = [...table.tBodies].map((period) => {
        const typed = period.querySelectorAll("input[type=text], select");
        return [...typed, ...period.querySelectorAll("input:checked")].map((field) => field.value);
      });
    };
    const number = () => {
      [...table.tBodies].forEach((period, index) => {
        period.querySelectorAll("[aria-label]").forEach((part) => {
          for (const name of ["id", "aria-label", "title"]) {
            if (part.hasAttribute(name)) part.setAttribute(name, numbered(part.getAttribute(name), index + 1));
          }
        });
      });
    };
    const add = () => {
      table.append(template.content.cloneNode(true));
      number();
      return table.tBodies[table.tBodies.length - 1];
    };
    const fill = (rows) => {
      [...table.tBodies].forEach((period) => period.remove());
      (rows.length ? rows : [[]]).forEach((row) => {
        const period = add();
        const typed = [...period.querySelectorAll("input[type=text], select")];
        typed.forEach((field, index) => { field.value = String(row[index] ?? ""); });
        const ticked = row.slice(typed.length);
        period.querySelectorAll("[type=checkbox]").forEach((box) => { box.checked = ticked.includes(box.value); });
      });
      share();
    };
    for (let n = table.dataset.rows; n > 0; n--) add();
    this.parts.periods = { fill, get: () => props.value ?? [] };
    element.addEventListener("input", share);
    element.addEventListener("click", (event) => {
      const removed = event.target.closest("button.remove")?.closest("tbody");
      if (removed) {
        const after = removed.nextElementSibling;
        removed.remove();
        const next = after ?? [...table.tBodies].at(-1) ?? add();
        number();
        share();
        next.querySelector("input").focus();
      }
      if (event.target.closest("button.add")) add().querySelector("input").focus();
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) document.getElementById("controleer").click();
    });
  },

  // The outcome's heading, which is read out; with it the field that is wrong, if one is.
  reveal(element) {
    window.chatPage.say("", "toetsmelding");
    document.querySelectorAll("#formulier [aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    const wrong = document.getElementById(element.querySelector("[data-field]")?.dataset.field);
    (wrong?.querySelector("input, textarea") ?? wrong)?.setAttribute("aria-invalid", "true");
    const step = wrong?.closest("[id^=stap-]")?.id.at(-1);
    if (step) this.go(+step, false);
    requestAnimationFrame(() => {
      document.getElementById("uitkomstpaneel").scrollTop = 0;
      element.querySelector("h2")?.focus({ preventScroll: true });
      const box = element.getBoundingClientRect();
      if (box.top < 0 || box.top > window.innerHeight * 0.6) element.scrollIntoView({ block: "start" });
    });
  },
};

document.addEventListener("followed", () => window.checkForm.follow());
window.addEventListener("hashchange", () => window.checkForm.follow());
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("#certificaat input, #peildatum input")) {
    document.getElementById("controleer").click();
  }
});
document.addEventListener("click", (event) => {
  const by = event.target.closest?.("#verder [data-by]");
  if (by) window.checkForm.go(+document.getElementById("formulier").dataset.step + +by.dataset.by);
  const pick = event.target.closest?.("button.pick");
  if (pick) pick.nextElementSibling.showPicker?.();
  const save = event.target.closest?.("[data-save]");
  if (save) window.checkForm.save(save);
  const share = event.target.closest?.("[data-case]");
  if (share) {
    share.dataset.copy = window.checkForm.link();
    window.chatPage.copy(share);
  }
});
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("input.calendar")) return;
  const [year, month, day] = event.target.value.split("-");
  const field = event.target.parentElement.querySelector("input[type=text]");
  if (day) window.checkForm.put(field, `${day}-${month}-${year}`);
  field.focus();
});

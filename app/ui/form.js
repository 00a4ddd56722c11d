// The form: its table of periods, and what comes into view with an outcome. No requests.
window.checkForm = {
  // A plain table; what stands in it is the component's value, [[start, end, role, career advice, break, each
  // circumstance that is ticked], …]. It is never written from outside, so nothing that was typed gets lost.
  periods(element, props) {
    const table = element.querySelector("table");
    const template = element.querySelector("template");
    const numbered = (text, n) => text.replace(/\{n\}|\d+/, n);
    const share = () => {
      props.value = [...table.tBodies].map((period) => {
        const typed = period.querySelectorAll("input:not([type=checkbox]), select");
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
    for (let n = table.dataset.rows; n > 0; n--) add();
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
    requestAnimationFrame(() => {
      document.getElementById("uitkomstpaneel").scrollTop = 0;
      element.querySelector("h2")?.focus({ preventScroll: true });
      const box = element.getBoundingClientRect();
      if (box.top < 0 || box.top > window.innerHeight * 0.6) element.scrollIntoView({ block: "start" });
    });
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest?.("#certificaat, #peildatum")) window.chatPage.waiting("toetsmelding");
});

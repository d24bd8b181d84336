// The entry table, made quicker and kept while it is typed. Every page works without this file:
// figures are worked out, and sentences opened, each time the page is saved.
import { moveLikeASpreadsheet } from "./entry/keyboard.js";
import { Line } from "./entry/line.js";
import { fillWithZero, showResult } from "./entry/numbers.js";
import { Rows } from "./entry/rows.js";
import { Saver } from "./entry/saving.js";

const form = document.querySelector("form[data-entry]");

function openSentence(choice) {
  const sentence = choice.closest("tr").nextElementSibling?.querySelector("[data-sentence]");
  if (sentence && choice.value === "x") {
    sentence.open = true;
  }
}

function showAnswer(answer) {
  document.querySelector("[data-counts]").textContent = answer.counts;
  const others = document.querySelector("[data-others]");
  others.textContent = answer.others;
  others.hidden = !answer.others;
}

function start() {
  const line = new Line(form, "See the messages beside the boxes.");
  const rows = new Rows(form);
  const saver = new Saver({
    address: form.dataset.draft,
    rows,
    tell: (state, detail) => line.tell(state, detail),
    answered: showAnswer,
    takeToken: (token) => {
      form.elements.csrfmiddlewaretoken.value = token;
    },
  });
  let mayLeave = false;
  let isLeaving = false;

  form.addEventListener("input", (event) => {
    if (event.target.name?.startsWith("blanks-")) {
      return;
    }
    saver.lastActive = Date.now();
    showResult(event.target.closest("tr[data-result]"));
    saver.changed();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches('select[name$="-missing"]') && event.target.closest("tr")) {
      fillWithZero(event.target);
      openSentence(event.target);
    }
  });
  // Whoever begins to work here is seen by the others.
  form.addEventListener("focusin", () => saver.later(2000), { once: true });
  form.addEventListener("focusin", () => {
    saver.lastActive = Date.now();
  });
  moveLikeASpreadsheet(form);

  // What is on the page is saved before it is left, so that a lost connection costs nothing.
  form.addEventListener("submit", async (event) => {
    if (mayLeave || !rows.hasNews) {
      mayLeave = true;
      rows.nextTurn();
      return;
    }
    event.preventDefault();
    if (isLeaving) {
      return;
    }
    isLeaving = true;
    await saver.save();
    isLeaving = false;
    if (!saver.failure && !saver.isSignedOut) {
      mayLeave = true;
      rows.addSent();
      form.requestSubmit(event.submitter);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!mayLeave && rows.isDirty) {
      event.preventDefault();
    }
  });

  saver.start();
  if (rows.hasNews) {
    saver.changed();
  }
  document.querySelector("[data-to-explain]")?.focus();
}

if (form) {
  start();
}

// A report, kept on the server while it is written. The page works without this file: then it is
// saved when somebody presses a button.
import { Line } from "./entry/line.js";
import { Saver } from "./entry/saving.js";

const PAUSE = 10000;
// What changes without anybody writing.
const UNWRITTEN = ["csrfmiddlewaretoken", "seen"];

const form = document.querySelector("form[data-keep]");

// The words of the form; files are sent with a button alone.
class Words {
  constructor() {
    this.kept = this.written();
  }

  fields() {
    return [...new FormData(form)].filter(([, value]) => typeof value === "string");
  }

  written() {
    return new URLSearchParams(this.fields().filter(([name]) => !UNWRITTEN.includes(name))).toString();
  }

  get hasNews() {
    return this.written() !== this.kept;
  }

  get isDirty() {
    return this.hasNews;
  }

  collect() {
    return { body: new URLSearchParams(this.fields()), written: this.written() };
  }

  acknowledge(answer, batch) {
    form.elements.seen.value = answer.seen;
    if (!answer.left) {
      this.kept = batch.written;
    }
  }
}

function start() {
  const line = new Line(form, "Press “Save the draft” to see what could not be kept.");
  const words = new Words();
  const saver = new Saver({
    address: form.dataset.keep,
    rows: words,
    tell: (state, detail) => line.tell(state, detail),
    answered: () => {},
    takeToken: (token) => {
      form.elements.csrfmiddlewaretoken.value = token;
    },
    pause: PAUSE,
  });
  let mayLeave = false;
  form.addEventListener("input", () => {
    saver.lastActive = Date.now();
    saver.changed();
  });
  // A button saves everything: a request on its way would make it look like another person's.
  form.addEventListener("submit", async (event) => {
    if (mayLeave || !saver.request) {
      mayLeave = true;
      saver.isStopped = true;
      return;
    }
    event.preventDefault();
    await saver.underWay;
    mayLeave = true;
    saver.isStopped = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!mayLeave && words.isDirty) {
      event.preventDefault();
    }
  });
  saver.start();
}

if (form) {
  start();
}

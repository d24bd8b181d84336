// A report, kept on the server while it is written. The page works without this file: then it is
// saved when somebody presses a button.
import { Line } from "./entry/line.js";
import { Saver } from "./entry/saving.js";

const PAUSE = 10000;
// How long a pressed button may take to lead to another page, before this one is kept again.
const PATIENCE = 15000;
// What changes without anybody writing.
const UNWRITTEN = ["csrfmiddlewaretoken", "seen", "told"];

const form = document.querySelector("form[data-keep]");

// The words of the form; files are sent with a button alone.
class Words {
  constructor() {
    // A page that came back with something to put right holds words that are nowhere else.
    this.kept = form.dataset.unsaved === undefined ? this.written() : null;
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

  get hasFile() {
    return [...form.querySelectorAll("input[type=file]")].some((each) => each.files.length > 0);
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
    tell: (state, detail) => {
      const but = words.hasFile ? ", without the file: press “Save the draft”" : "";
      line.tell(state, state === "saved" ? { ...detail, but } : detail);
    },
    answered: () => {},
    takeToken: (token) => {
      form.elements.csrfmiddlewaretoken.value = token;
    },
    pause: PAUSE,
  });
  let mayLeave = false;

  // Where somebody else's words stand above, nothing is saved over them before a person has looked.
  const isConflict = form.dataset.conflict !== undefined;
  saver.isStopped = isConflict;

  function leave() {
    mayLeave = true;
    saver.isStopped = true;
    setTimeout(() => {
      mayLeave = false;
      saver.isStopped = isConflict;
    }, PATIENCE);
  }

  form.addEventListener("input", () => {
    saver.lastActive = Date.now();
    saver.changed();
  });
  // A button saves everything: a request on its way is waited for. Without a connection, or while
  // nobody is signed in, the page stays where it is: what is typed would be left behind.
  form.addEventListener("submit", async (event) => {
    const isCutOff = !isConflict && (!navigator.onLine || saver.failure);
    if (mayLeave || (!saver.request && !isCutOff && !saver.isSignedOut)) {
      leave();
      return;
    }
    event.preventDefault();
    if (saver.isSignedOut) {
      await saver.signInAgain();
    }
    await (isCutOff ? saver.save() : saver.underWay);
    if (!saver.failure && !saver.isSignedOut) {
      leave();
      form.requestSubmit(event.submitter);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!mayLeave && (words.isDirty || words.hasFile)) {
      event.preventDefault();
    }
  });
  saver.start();
}

if (form) {
  start();
}

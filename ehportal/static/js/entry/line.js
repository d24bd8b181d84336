// The line that says whether what is typed in a form is saved, wherever the form has it. It is read
// out when something is saved, or when it begins to go wrong: never for a key, and not again for the
// same trouble.
export class Line {
  // `partly` is said where the portal could not keep everything.
  constructor(form, partly) {
    this.form = form;
    this.partly = partly;
    this.saved = [...form.querySelectorAll("[data-saved]")];
    this.signedOut = [...form.querySelectorAll("[data-signed-out]")];
    this.announced = form.querySelector("[data-announced]");
    this.before = this.saved[0].textContent;
  }

  tell(state, detail) {
    const words = {
      unsaved: () => "Not saved yet.",
      saving: () => (this.form.dataset.isUnsaved === undefined ? this.before : "Saving…"),
      saved: () => `Saved at ${detail.at}${detail.but ?? ""}.`,
      partly: () => `Saved at ${detail.at}, but not all. ${this.partly}`,
      failed: () => detail,
      "signed out": () => "",
      quiet: () => this.before,
    }[state]();
    if (state === "unsaved" || state === "failed") {
      this.form.dataset.isUnsaved = "";
    } else if (state === "saved" || state === "quiet") {
      delete this.form.dataset.isUnsaved;
    }
    for (const line of this.saved) {
      line.textContent = words;
    }
    for (const line of this.signedOut) {
      line.hidden = state !== "signed out";
    }
    if (state === "saved" || state === "quiet") {
      this.before = words;
    }
    const isNews = state === "saved" ? detail.changed > 0 : ["partly", "failed", "signed out"].includes(state);
    if (isNews) {
      this.announce(state === "signed out" ? this.signedOut[0].textContent : words);
    }
  }

  announce(words) {
    if (this.announced.textContent !== words) {
      this.announced.textContent = words;
    }
  }
}

// The line that says whether what is typed in a form is saved. It is read out when something is saved, or when
// it begins to go wrong: never for a key, and not again for the same trouble.
export class Line {
  // `partly` is said where the portal could not keep everything.
  constructor(form, partly) {
    this.form = form;
    this.partly = partly;
    this.saved = form.querySelector("[data-saved]");
    this.signedOut = form.querySelector("[data-signed-out]");
    this.announced = form.querySelector("[data-announced]");
    this.before = this.saved.textContent;
  }

  tell(state, detail) {
    const words = {
      unsaved: () => "Not saved yet.",
      saving: () => (this.form.dataset.isUnsaved === undefined ? this.before : "Saving…"),
      saved: () => `Saved at ${detail.at}.`,
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
    this.saved.textContent = words;
    this.signedOut.hidden = state !== "signed out";
    if (state === "saved" || state === "quiet") {
      this.before = words;
    }
    const isNews = state === "saved" ? detail.changed > 0 : ["partly", "failed", "signed out"].includes(state);
    if (isNews) {
      this.announce(state === "signed out" ? this.signedOut.textContent : words);
    }
  }

  announce(words) {
    if (this.announced.textContent !== words) {
      this.announced.textContent = words;
    }
  }
}

// What stands in the boxes of the entry table, what the portal has of it, and what is said beside it.
//
// Each box knows the words that the portal acknowledged (`base`) and their fingerprint (`seen`). It
// is dirty while its words are others, or while words were sent that nobody answered for: the portal
// may have kept them. A box that somebody else changed too waits for the person to choose.

import { showResult } from "./numbers.js";

const BOXES = ["numerator", "denominator", "missing", "note"];
const MOST_SENT = 100;

class Box {
  // What came back unsaved is held until it is typed over, or the person presses Save.
  constructor(name, element, seen, isHeld) {
    Object.assign(this, { name, element, seen, isHeld });
    this.base = isHeld ? null : shownWords(element);
    this.sent = [];
    this.theirs = null;
  }

  get words() {
    return this.element.value;
  }

  get isDirty() {
    return this.words !== this.base || this.sent.length > 0;
  }

  get waits() {
    return this.isHeld || this.theirs !== null;
  }

  take(words, seen) {
    Object.assign(this, { base: words, seen, sent: [], theirs: null, isHeld: false });
    this.element.value = words;
  }

  keep(seen) {
    Object.assign(this, { base: null, seen, theirs: null, isHeld: false });
  }
}

function shownWords(element) {
  if (element.tagName !== "SELECT") {
    return element.defaultValue;
  }
  return [...element.options].find((option) => option.defaultSelected)?.value ?? element.options[0].value;
}

class Row {
  constructor(form, lead) {
    this.prefix = lead.dataset.row;
    this.lead = lead;
    this.parts = [lead, ...form.querySelectorAll(`tr[data-of="${this.prefix}"]`)];
    this.seenInput = form.elements[`${this.prefix}-seen`];
    this.said = null;
    const seen = this.seenInput.value.split(".");
    const unsaved = (lead.dataset.unsaved ?? "").split(" ");
    this.boxes = new Map();
    this.seen = Object.fromEntries(BOXES.map((name, at) => [name, seen[at] ?? ""]));
    for (const name of BOXES) {
      const element = form.elements[`${this.prefix}-${name}`];
      if (element) {
        this.boxes.set(name, new Box(name, element, this.seen[name], unsaved.includes(name)));
      }
    }
  }

  get hasFocus() {
    return this.parts.some((part) => part.contains(document.activeElement));
  }

  writeSeen() {
    for (const [name, box] of this.boxes) {
      this.seen[name] = box.seen;
    }
    this.seenInput.value = BOXES.map((name) => this.seen[name]).join(".");
  }

  // ---- what the portal answered ----

  acknowledge(said, words) {
    const seen = said.seen.split(".");
    BOXES.forEach((name, at) => {
      const box = this.boxes.get(name);
      if (!box) {
        this.seen[name] = seen[at];
        return;
      }
      const fresh = seen[at];
      if (name in said.clashes || (box.theirs !== null && name in said.words)) {
        box.theirs = { words: said.words[name] ?? "", seen: fresh, told: said.clashes[name] ?? box.theirs.told };
        box.sent = [];
      } else if (name in words && said.kept) {
        Object.assign(box, { base: words[name], seen: fresh, sent: [] });
      } else if (name in words) {
        box.sent = [];
      }
    });
    this.writeSeen();
    this.said = said;
  }

  // Nobody is interrupted in the row they are typing in.
  show() {
    const said = this.said;
    if (!said || this.hasFocus) {
      return;
    }
    this.said = null;
    const isMerged = this.merge(said);
    this.showErrors(said.errors);
    this.showQueries(said.queries);
    this.showSaid(isMerged ? said.changed : "");
    if (said.result && ![...this.boxes.values()].some((box) => box.isDirty)) {
      this.lead.querySelector("[data-shows-result]").textContent = said.result;
    } else {
      showResult(this.lead);
    }
  }

  merge(said) {
    const seen = said.seen.split(".");
    let isMerged = false;
    BOXES.forEach((name, at) => {
      const box = this.boxes.get(name);
      if (box && name in said.words && box.seen !== seen[at] && !box.isDirty && !box.waits) {
        box.take(said.words[name], seen[at]);
        isMerged = true;
      }
    });
    this.writeSeen();
    return isMerged;
  }

  showErrors(errors) {
    for (const [name, box] of this.boxes) {
      const id = `${this.prefix}-${name}-error`;
      const message = errors[name];
      const element = box.element;
      const kind = { INPUT: "input", SELECT: "select", TEXTAREA: "textarea" }[element.tagName];
      document.getElementById(id)?.remove();
      element.classList.toggle(`govuk-${kind}--error`, Boolean(message));
      if (message) {
        element.setAttribute("aria-describedby", id);
        element.setAttribute("aria-invalid", "true");
        this.placeOf(name, element)(errorMessage(id, message));
      } else {
        element.removeAttribute("aria-describedby");
        element.removeAttribute("aria-invalid");
      }
    }
    this.lead.classList.toggle("eh-row--error", Object.keys(errors).length > 0);
    if (errors.note) {
      this.sentence?.setAttribute("open", "");
    }
  }

  placeOf(name, element) {
    if (name === "note") {
      return (message) => element.before(message);
    }
    const before = element.closest("td").querySelector(name === "missing" ? "label" : ".eh-pair");
    return (message) => before.before(message);
  }

  get sentence() {
    return this.parts.map((part) => part.querySelector("[data-sentence]")).find(Boolean);
  }

  // The grey band under the row, in which it is asked about its figure; made for the first question.
  get band() {
    return this.parts.find((part) => "query" in part.dataset);
  }

  addBand() {
    const band = document.querySelector("[data-band]").content.firstElementChild.cloneNode(true);
    band.dataset.of = this.prefix;
    this.parts.at(-1).after(band);
    this.parts.push(band);
  }

  showQueries(queries) {
    const isAsked = queries.length > 0;
    if (isAsked && !this.band) {
      this.addBand();
    }
    const band = this.band;
    if (!band) {
      return;
    }
    const note = this.boxes.get("note").element.closest("[data-note]");
    const place = (isAsked ? band : this.sentence).querySelector("[data-note-place]");
    band.querySelector("[data-queries]").replaceChildren(...queries.map((query) => paragraph(query)));
    band.hidden = !isAsked;
    this.sentence.hidden = isAsked;
    this.lead.classList.toggle("eh-row--query", isAsked && !this.lead.matches(".eh-row--error"));
    if (!place.contains(note)) {
      place.append(note);
      note.querySelector("[data-note-label]").textContent = isAsked ? "Why it is different" : "Add a sentence";
      note.querySelector("label").classList.toggle("govuk-visually-hidden", !isAsked);
      this.sentence.open = !isAsked && this.boxes.get("note").words !== "";
    }
  }

  showSaid(changed) {
    const place = this.parts.map((part) => part.querySelector("[data-said]")).find(Boolean);
    const clashes = [...this.boxes.values()].filter((box) => box.theirs !== null);
    const kept = changed || clashes.length ? [] : [...place.querySelectorAll("[data-changed]")];
    const news = changed ? [paragraph(changed, "eh-small")] : kept;
    news.forEach((each) => each.setAttribute("data-changed", ""));
    place.replaceChildren(...news, ...clashes.map((box) => this.choice(box)));
  }

  choice(box) {
    const group = document.createElement("div");
    group.className = "eh-clash";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", box.theirs.told);
    const keep = button("Keep mine", () => box.keep(box.theirs.seen));
    const take = button("Take theirs", () => box.take(box.theirs.words, box.theirs.seen));
    for (const each of [keep, take]) {
      each.addEventListener("click", () => {
        this.writeSeen();
        group.remove();
        showResult(this.lead);
        box.element.focus();
        box.element.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    group.append(paragraph(box.theirs.told), keep, take);
    return group;
  }
}

function paragraph(words, className = "") {
  const element = document.createElement("p");
  element.textContent = words;
  element.className = className;
  return element;
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

function errorMessage(id, words) {
  const element = paragraph("", "govuk-error-message");
  const before = document.createElement("span");
  before.className = "govuk-visually-hidden";
  before.textContent = "Error:";
  element.id = id;
  element.append(before, ` ${words}`);
  return element;
}

function button(words, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "govuk-button govuk-button--secondary eh-button-small";
  element.textContent = words;
  element.addEventListener("click", act);
  return element;
}

export class Rows {
  constructor(form) {
    this.form = form;
    this.rows = new Map(
      [...form.querySelectorAll("tr[data-row]")].map((lead) => [lead.dataset.row, new Row(form, lead)]),
    );
    this.isMarked = false;
    // The portal tells by these which of this page's requests is older: one given up may come late.
    this.page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.turn = 0;
    this.turnInput = hidden("turn", "0");
    form.append(hidden("page", this.page), this.turnInput);
    form.addEventListener("input", (event) => this.typedIn(event.target));
    form.addEventListener("focusout", () => setTimeout(() => this.show()));
  }

  typedIn(element) {
    if (element.name === "complete") {
      this.isMarked = true;
    }
    for (const row of this.rows.values()) {
      for (const box of row.boxes.values()) {
        box.isHeld &&= box.element !== element;
      }
    }
  }

  get boxes() {
    return [...this.rows.values()].flatMap((row) => [...row.boxes.values()]);
  }

  // Whether anything is on the page that the portal has not acknowledged, decided on or not.
  get isDirty() {
    return this.isMarked || this.boxes.some((box) => box.isDirty || box.waits);
  }

  // Whether a save would tell the portal something new.
  get hasNews() {
    return this.isMarked || this.boxes.some((box) => box.isDirty && !box.waits);
  }

  // What to send: every fingerprint, and the words of the boxes that the portal may not have.
  collect() {
    const body = new URLSearchParams();
    const words = new Map();
    body.append("page", this.page);
    body.append("turn", this.nextTurn());
    for (const name of ["csrfmiddlewaretoken", "opened_by"]) {
      body.append(name, this.form.elements[name].value);
    }
    if (this.isMarked) {
      body.append("complete-was", this.form.elements["complete-was"].value);
      body.append("complete", this.form.elements.complete.value);
    }
    for (const row of this.rows.values()) {
      const sent = {};
      body.append(`${row.prefix}-seen`, row.seenInput.value);
      for (const [name, box] of row.boxes) {
        if (box.isDirty && !box.waits) {
          sent[name] = box.words;
          body.append(`${row.prefix}-${name}`, box.words);
          box.sent.forEach((earlier) => body.append(`${row.prefix}-${name}-sent`, earlier));
          box.sent = [...new Set([...box.sent, box.words])].slice(-MOST_SENT);
        }
      }
      words.set(row.prefix, sent);
    }
    return { body, words, complete: this.isMarked ? this.form.elements.complete.value : null };
  }

  acknowledge(answer, { words, complete }) {
    for (const [prefix, said] of Object.entries(answer.rows)) {
      this.rows.get(prefix)?.acknowledge(said, words.get(prefix) ?? {});
    }
    this.form.elements["complete-was"].value = answer.complete;
    if (complete !== null && complete === answer.complete && this.form.elements.complete.value === complete) {
      this.isMarked = false;
    }
    this.show();
  }

  show() {
    this.rows.forEach((row) => row.show());
  }

  nextTurn() {
    this.turn += 1;
    this.turnInput.value = String(this.turn);
    return this.turnInput.value;
  }

  // For the Save button: the words that may be in the store already go along as one's own.
  addSent() {
    for (const row of this.rows.values()) {
      for (const [name, box] of row.boxes) {
        box.sent.forEach((words) => {
          this.form.append(hidden(`${row.prefix}-${name}-sent`, words));
        });
      }
    }
  }
}

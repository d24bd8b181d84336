// The entry table, made quicker. Every page works without this file: figures are worked out, and
// sentences opened, each time the page is saved.

const form = document.querySelector("form[data-entry]");

// The same numbers as the portal understands when it saves; anything else shows a dash until then.
const PLAIN = /^\d+(?:\.\d+)?$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d{1,3}(?: \d{3})+(?:\.\d+)?$/;

function understood(typed) {
  const text = typed.normalize("NFKC").trim().replace(/^£/, "").trim();
  if (!PLAIN.test(text) && !GROUPED.test(text)) {
    return null;
  }
  return Number(text.replace(/[, ]/g, ""));
}

function resultOf(row) {
  const [numerator, denominator] = ["numerator", "denominator"].map((box) =>
    understood(row.querySelector(`input[name$="-${box}"]`).value),
  );
  const unit = row.dataset.unit;
  if (numerator === null || !denominator || (unit === "%" && numerator > denominator)) {
    return "–";
  }
  const result = (numerator / denominator) * Number(row.dataset.result);
  const text = result.toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return unit === "%" ? `${text}%` : `${text} ${unit}`;
}

// Enter and the arrows go down and up a column, as in a spreadsheet; Tab goes across.
function moveBetweenRows(event) {
  const box = event.target;
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing || !box.matches("table input[type=text]")) {
    return;
  }
  const name = box.name.slice(box.name.lastIndexOf("-"));
  const column = [...form.querySelectorAll(`input[type=text][name$="${name}"]`)];
  const next = column[column.indexOf(box) + step] ?? (step > 0 ? form.elements.complete[0] : null);
  event.preventDefault();
  if (next) {
    next.focus();
    next.select?.();
  }
}

function openSentence(choice) {
  const sentence = choice.closest("tr").nextElementSibling?.querySelector("[data-sentence]");
  if (sentence && choice.value === "x") {
    sentence.open = true;
  }
}

if (form) {
  let isUnsaved = "unsaved" in form.dataset;

  form.addEventListener("input", (event) => {
    const row = event.target.closest("tr[data-result]");
    if (row) {
      row.querySelector("[data-shows-result]").textContent = resultOf(row);
    }
    if (!("isUnsaved" in form.dataset)) {
      form.dataset.isUnsaved = "";
      form.querySelector("[data-saved]").textContent = "Not saved yet.";
    }
    isUnsaved = true;
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches('select[name$="-missing"]')) {
      openSentence(event.target);
    }
  });
  form.addEventListener("keydown", moveBetweenRows);
  form.addEventListener("submit", () => {
    isUnsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) {
      event.preventDefault();
    }
  });
}

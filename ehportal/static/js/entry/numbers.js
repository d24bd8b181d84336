// What a row works out as while it is typed, and zero as a choice.

// The same numbers as the portal understands when it saves; anything else shows a dash until then.
const PLAIN = /^\d+(?:\.\d+)?$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d{1,3}(?: \d{3})+(?:\.\d+)?$/;
const ZERO = "0";

function understood(typed) {
  const text = typed.normalize("NFKC").trim().replace(/^£/, "").trim();
  if (!PLAIN.test(text) && !GROUPED.test(text)) {
    return null;
  }
  return Number(text.replace(/[, ]/g, ""));
}

function resultOf(lead) {
  const [numerator, denominator] = ["numerator", "denominator"].map((box) =>
    understood(lead.querySelector(`input[name$="-${box}"]`).value),
  );
  const unit = lead.dataset.unit;
  if (numerator === null || !denominator || (unit === "%" && numerator > denominator)) {
    return "–";
  }
  const result = (numerator / denominator) * Number(lead.dataset.result);
  const text = result.toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return unit === "%" ? `${text}%` : `${text} ${unit}`;
}

export function showResult(lead) {
  if (lead?.dataset.result) {
    lead.querySelector("[data-shows-result]").textContent = resultOf(lead);
  }
}

// Zero is a number: choosing it fills the empty boxes, and the choice is open again. Beside another
// number it stays chosen, and the portal says so when it saves.
export function fillWithZero(choice) {
  const lead = choice.closest("tr");
  const boxes = [...lead.querySelectorAll("input[type=text]")];
  if (choice.value !== ZERO || !["", "0"].includes(boxes[0].value.trim())) {
    return;
  }
  for (const box of boxes) {
    box.value = box.value.trim() || "0";
  }
  choice.value = "";
  showResult(lead);
}

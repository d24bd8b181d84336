// Pasting from a spreadsheet. Without this file a page with one large box does the same.

// In the entry table a block goes, with the box it was pasted in and all that was typed before it,
// to the page that shows what goes where. A single cell is pasted as any text is.
function sendBlock(event) {
  const form = event.currentTarget;
  const box = event.target;
  const block = event.clipboardData?.getData("text/plain") ?? "";
  if (!box.matches("table input[type=text]") || !/[\t\r\n]/.test(block.replace(/[\r\n]+$/, ""))) {
    return;
  }
  event.preventDefault();
  const words = document.createElement("textarea");
  Object.assign(words, { name: "block", value: block, hidden: true });
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "start", value: box.name, hidden: true });
  button.setAttribute("formaction", form.dataset.paste);
  form.append(words, button);
  form.requestSubmit(button);
}

// On the page with one large box a block goes there wherever the cursor stands.
function fillBox(event) {
  const box = document.querySelector("textarea[name=block]");
  const block = event.clipboardData?.getData("text/plain") ?? "";
  if (block && !event.target.closest?.("input, textarea")) {
    event.preventDefault();
    box.value = block;
    box.focus();
  }
}

const table = document.querySelector("form[data-paste]");
if (table) {
  table.addEventListener("paste", sendBlock);
} else {
  document.addEventListener("paste", fillBox);
}

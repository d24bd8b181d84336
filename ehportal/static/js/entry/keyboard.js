// Keys as in a spreadsheet: Tab goes across; Enter goes to the next row, to the box where the run of
// Tabs began; arrows go up and down a column. After the last row comes the question that ends it.

const BOX = "table input[type=text]";

export function moveLikeASpreadsheet(form) {
  let column = "";
  let isTabbing = false;

  form.addEventListener("focusin", (event) => {
    if (event.target.matches(BOX) && !isTabbing) {
      column = columnOf(event.target);
    }
    isTabbing = false;
  });
  form.addEventListener("keydown", (event) => {
    const box = event.target;
    isTabbing = event.key === "Tab" && !event.shiftKey && box.matches(BOX);
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (!box.matches(BOX)) {
      return;
    }
    const isEnter = event.key === "Enter";
    const next = neighbour(form, box, step, isEnter ? column : columnOf(box), isEnter);
    event.preventDefault();
    next?.focus();
    next?.select?.();
  });
}

function columnOf(box) {
  return box.name.slice(box.name.lastIndexOf("-"));
}

// Arrows stay in their column; Enter stops at every row, also at one that is not typed in.
function neighbour(form, box, step, column, stopsEverywhere) {
  const rows = [...form.querySelectorAll("tr[data-row]")];
  const own = rows.indexOf(box.closest("tr"));
  for (let at = own + step; at >= 0 && at < rows.length; at += step) {
    const same = rows[at].querySelector(`input[type=text][name$="${column}"]`);
    const first = rows[at].querySelector("input[type=text], select, textarea");
    if (same || stopsEverywhere) {
      return same ?? first;
    }
  }
  return step > 0 ? form.elements.complete[0] : null;
}

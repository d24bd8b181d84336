// In a meeting: the left and right arrow keys turn to the measure before and after.
document.addEventListener("keydown", (event) => {
  const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!rel || !isPlain || isTyping || event.defaultPrevented) return;
  const link = document.querySelector(`.eh-turn a[rel="${rel}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});

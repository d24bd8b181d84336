// Runs before the page is drawn, so that parts which a script folds away never flash up.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}

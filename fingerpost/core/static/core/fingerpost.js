// Starts GOV.UK Frontend's components. The address of the library is in the page, since its name holds a hash.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

// A filter that nobody used yet would push the list off a phone's screen.
const wide = matchMedia("(min-width: 48.0625em)");
const fold = () => {
  for (const filter of document.querySelectorAll("details.fp-filter")) {
    filter.open = filter.dataset.chosen !== "" || wide.matches;
  }
};
wide.addEventListener("change", fold);
fold();

const { initAll } = await import(document.documentElement.dataset.govuk);
initAll();
// What htmx puts on the page gets its components too.
document.body.addEventListener("htmx:afterSwap", (event) => initAll({ scope: event.detail.target }));
// What could not be saved says so where it would have said that it was.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, ({ detail: { target } }) => {
    if (target?.dataset.failed) target.textContent = target.dataset.failed;
  });
}

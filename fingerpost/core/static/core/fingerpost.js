// Starts GOV.UK Frontend's components. The address of the library is in the page, since its name holds a hash.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const { initAll } = await import(document.documentElement.dataset.govuk);
initAll();
// What htmx puts on the page gets its components too.
document.body.addEventListener("htmx:afterSwap", (event) => initAll({ scope: event.detail.target }));

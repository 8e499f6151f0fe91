// The search page of the exported site: asks Pagefind's index, and shows what it finds as plain links.

const STEP = 20;
const form = document.querySelector("[data-search]");
const status = document.querySelector("[data-search-status]");
const results = document.querySelector("[data-search-results]");
const more = Object.assign(document.createElement("button"), {
  type: "button", className: "govuk-button govuk-button--secondary", textContent: form.dataset.more, hidden: true,
});
let asked = 0;

const words = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

// Pagefind marks what it found with <mark>; nothing else of its HTML is taken over.
function excerpt(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  return [...parsed.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    return Object.assign(document.createElement("mark"), { textContent: node.textContent });
  });
}

function entry(found) {
  const item = document.createElement("li");
  const over = Object.assign(document.createElement("span"), { className: "fp-over", textContent: found.meta.of || "" });
  const link = Object.assign(document.createElement("a"), { className: "govuk-link", href: found.url, textContent: found.meta.title });
  item.append(over, link, document.createElement("br"), ...excerpt(found.excerpt));
  return item;
}

async function search(pagefind, text) {
  const number = ++asked;
  history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  if (!text) {
    status.textContent = "";
    results.replaceChildren();
    more.hidden = true;
    return;
  }
  const found = (await pagefind.search(text)).results;
  let shown = 0;
  const show = async () => {
    const entries = await Promise.all(found.slice(shown, shown + STEP).map((one) => one.data()));
    if (number !== asked) return;
    const first = shown === 0;
    results[first ? "replaceChildren" : "append"](...entries.map(entry));
    if (!first) results.children[shown].querySelector("a").focus();
    shown += entries.length;
    more.hidden = shown >= found.length;
  };
  await show();
  if (number !== asked) return;
  more.onclick = show;
  status.textContent = words(found.length ? form.dataset.found : form.dataset.none, { words: text, count: found.length });
}

async function begin() {
  const loaded = import(new URL("pagefind.js", new URL(form.dataset.search, location)));
  const input = form.elements.q;
  let waiting;
  const now = async () => search(await loaded, input.value.trim());
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    now();
  });
  results.after(more);
  status.textContent = "";
  form.hidden = false;  // what is typed from here on is heard
  input.value = new URLSearchParams(location.search).get("q") || "";
  await loaded;
  if (input.value) await now();
}

begin().catch(() => {
  form.hidden = true;
  status.textContent = form.dataset.fault;
});

// Makes forms kinder where scripts run. Nothing depends on it.

const words = document.querySelector("script[data-show]").dataset;
const make = (name, className, text = "") =>
  Object.assign(document.createElement(name), { className, textContent: text });

// Shows and hides a password.
for (const box of document.querySelectorAll(".box")) {
  const input = box.querySelector("input");
  const button = make("button", "button ghost little reveal", words.show);
  button.type = "button";
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = shown ? words.hide : words.show;
    button.setAttribute("aria-pressed", String(shown));
  });
  // A browser must not keep what was shown as plain text.
  input.form?.addEventListener("submit", () => (input.type = "password"));
  box.append(button);
}

// Says that Caps Lock is on while a password is typed.
for (const input of document.querySelectorAll(".box input")) {
  const hint = make("p", "hint");
  hint.setAttribute("role", "status");
  input.parentElement.after(hint);
  const look = (event) => {
    const on = event.getModifierState?.("CapsLock") === true && event.type !== "blur";
    const text = on ? words.caps : "";
    if (hint.textContent !== text) hint.textContent = text;
    hint.hidden = !on;
  };
  hint.hidden = true;
  for (const type of ["keydown", "keyup", "blur"]) input.addEventListener(type, look);
}

// Estimates a new password by its length. The server judges it.
for (const input of document.querySelectorAll(".box input[autocomplete=new-password]")) {
  const least = Number(input.dataset.min);
  const meter = make("p", "strength");
  const text = make("span", "");
  text.setAttribute("role", "status");
  meter.append(...[1, 2, 3, 4].map(() => make("i", "")), text);
  meter.hidden = true;
  input.parentElement.after(meter);
  input.addEventListener("input", () => {
    const letters = [...input.value.normalize("NFC")];
    const varied = Math.min(letters.length, new Set(letters).size * 2);
    const steps = [least, Math.max(least + 4, 12), Math.max(least + 8, 16)];
    const level = letters.length < least ? 1 : 1 + steps.filter((step) => varied >= step).length;
    meter.hidden = letters.length === 0;
    meter.dataset.level = level;
    const said = words[`strength${level}`];
    if (text.textContent !== said) text.textContent = said;
  });
}

// Sends a form once.
for (const form of document.forms) {
  const buttons = () => form.querySelectorAll("[type=submit]");
  const release = () => {
    delete form.dataset.sent;
    buttons().forEach((button) => button.removeAttribute("aria-disabled"));
  };
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "true";
    buttons().forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(release, 8000);
  });
  addEventListener("pageshow", release);
}

// Shows times in the zone of the browser, and keeps the others as a tooltip. English pages write
// the day before the month.
const { lang } = document.documentElement;
const format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
  year: "numeric",
  month: "long",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});
for (const time of document.querySelectorAll("time[data-local]")) {
  time.title = time.textContent;
  time.textContent = format.format(new Date(time.dateTime));
}

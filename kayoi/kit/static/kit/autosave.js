// Forms with data-autosave-url: a draft is saved a moment after each change, and the form says so in its own region
// ([data-autosave-status]). Files are not part of a draft. The address answers 2xx when it kept the draft.

const WAIT = 1_500;
const RETRY = 15_000;

class Draft {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.timer = 0;
    this.saving = false;
    this.version = 0;
    this.saved = 0;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => clearTimeout(this.timer));
    window.addEventListener("online", () => this.pending && this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.pending && this.save(true));
  }

  get pending() {
    return this.version !== this.saved;
  }

  changed() {
    this.version += 1;
    this.later(WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  say(state, time = "") {
    const text = this.status.dataset[state].replace("{time}", time);
    this.status.dataset.state = state === "saved" || state === "saving" ? state : "failed";
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  async save(leaving = false) {
    if (this.form.dataset.sent) return;
    if (this.saving) return this.later(WAIT);
    this.saving = true;
    clearTimeout(this.timer);
    const version = this.version;
    try {
      const data = this.body();
      const answer = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") ?? "", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual", // a log-in page would answer 200 and keep nothing
        keepalive: leaving,
      });
      if (answer.ok) this.kept(version);
      else this.failed(answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403);
    } catch {
      this.failed(false);
    } finally {
      this.saving = false;
    }
  }

  kept(version) {
    this.saved = version;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say("saved", time);
    if (!this.pending) this.form.dispatchEvent(new CustomEvent("kit:saved", { bubbles: true }));
  }

  failed(signedOut) {
    this.say(signedOut ? "signedOut" : "failed");
    this.later(RETRY);
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]");
  if (status) new Draft(form, status);
}

// The stand: what a group must say before it is kept, and how it is called in the list (see kit/outbox.js).
const PERSONAL = ["name", "kana", "phone", "email", "wished_on", "postal_code", "address"];
const form = document.querySelector("form[data-outbox-form]");

form.addEventListener("outbox:write", ({ detail }) => {
  const given = new FormData(form);
  const value = (name) => String(given.get(name) ?? "").trim();
  const persons = Number(value("persons").normalize("NFKC"));
  if (!Number.isInteger(persons) || persons < 1 || persons > 99) {
    detail.mistakes.push("人数は、1から99の数字で書いてください。");
  }
  if (PERSONAL.some(value) && !value("agree")) {
    detail.mistakes.push("お名前や連絡先を残すには、同意が要ります。同意がないときは、お名前・連絡先・時期を消してください。");
  }
  detail.about = `${value("persons")}人`;
  detail.who = value("name");
});

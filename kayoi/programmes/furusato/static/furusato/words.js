// Sentences that the page brings along: %(name)s is filled in, a day is written as the reader writes it.

const words = JSON.parse(document.getElementById("words").textContent);
const JAPANESE = document.documentElement.lang === "ja";

function plain(value) {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  return year && JAPANESE ? `${year}年${Number(month)}月${Number(day)}日` : String(value);
}

export const knows = (code) => code in words;

export const say = (code, params = {}) =>
  Object.entries(params).reduce((text, [name, value]) => text.replaceAll(`%(${name})s`, plain(value)), words[code]);

// The tablet at the counter: full screen on request; what somebody left behind goes after five minutes without a touch.
const IDLE = 5 * 60 * 1000;
const THANKS = 20 * 1000;

const full = document.querySelector('[data-kiosk="full"]');
if (full && document.documentElement.requestFullscreen) {
  full.hidden = false;
  full.addEventListener("click", () => document.documentElement.requestFullscreen());
}

const again = document.querySelector('[data-kiosk="again"]');
if (again) setTimeout(() => location.replace(again.href), THANKS);

const form = document.querySelector('[data-kiosk="form"]');
if (form) {
  let touched = false;
  let timer = 0;
  const wait = () => {
    touched = true;
    clearTimeout(timer);
    timer = setTimeout(() => touched && location.replace(location.pathname), IDLE);
  };
  for (const kind of ["input", "pointerdown", "keydown"]) document.addEventListener(kind, wait);
}

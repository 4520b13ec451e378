// Read a QR code from a picture or the camera: by the browser where it can, else by jsQR, which comes with the page.

const SIDES = [1600, 1000, 640]; // a large picture is read better smaller, a small code better large

async function detector() {
  if (!("BarcodeDetector" in globalThis)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

function pixels(source, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

async function read(source, width, height, sides) {
  const native = await detector();
  const [found] = native ? await native.detect(source).catch(() => []) : [];
  if (found) return found.rawValue;
  for (const side of sides) {
    const picture = pixels(source, width, height, side);
    const code = globalThis.jsQR(picture.data, picture.width, picture.height);
    if (code?.data) return code.data;
  }
  return "";
}

/** Return the text of the code in a picture file, or "" where none is found. */
export async function readPicture(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return "";
  }
  return read(picture, picture.width, picture.height, SIDES);
}

/** Look through the camera until a code is found; `found` gets its text. Returns the function that ends it. */
export async function openCamera(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1280 } });
  let going = true;
  const stop = () => {
    going = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (!going) return;
    const text = video.videoWidth ? await read(video, video.videoWidth, video.videoHeight, [1000]) : "";
    if (!going) return;
    if (text) {
      stop();
      found(text);
    } else setTimeout(look, 150);
  };
  look();
  return stop;
}

// The survey at the house: photos are made smaller on the phone, which also takes the place out of them.
const SIDE = 2560;
const form = document.querySelector("form[data-outbox-form]");

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(picture.width * scale), height: Math.round(picture.height * scale),
    });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made ? new File([made], file.name, { type: made.type }) : file;
  } catch {
    return file; // a format that this browser does not draw: the town makes it anew
  }
}

form.addEventListener("outbox:write", ({ detail }) => {
  if (!form.elements.surveyed_on.value) detail.mistakes.push("調査日を書いてください。");
  if (!form.elements.surveyor.value.trim()) detail.mistakes.push("調査者の氏名を書いてください。");
  const photos = [...form.elements.photos.files];
  if (photos.length > Number(form.dataset.mostPhotos)) {
    detail.mistakes.push(`写真は、一度に${form.dataset.mostPhotos}枚までです。`);
  }
  detail.about = `${form.elements.surveyed_on.value} 写真${photos.length}枚`;
  if (photos.length) detail.files = Promise.all(photos.map(async (photo) => ["photos", await smaller(photo)]));
});

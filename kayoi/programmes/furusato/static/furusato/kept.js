// What the holder's phone keeps (IndexedDB): its key, which cannot be read out, and the card that belongs to it.

const NAME = "kayoi-cards";

function request(made) {
  return new Promise((resolve, reject) => {
    made.onsuccess = () => resolve(made.result);
    made.onerror = () => reject(made.error);
  });
}

async function store(mode, act) {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("cards", { keyPath: "id" });
  const database = await request(asked);
  try {
    const transaction = database.transaction("cards", mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const result = await request(act(transaction.objectStore("cards")));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/** Return the cards of a town on this phone; each has its `id`, key `pair`, `card` and what else was kept. */
export const cardsOf = async (town) => (await store("readonly", (rows) => rows.getAll())).filter((row) => row.town === town);
export const keptCard = (id) => store("readonly", (rows) => rows.get(id));
export const keepCard = (row) => store("readwrite", (rows) => rows.put(row));
export const dropCard = (id) => store("readwrite", (rows) => rows.delete(id));

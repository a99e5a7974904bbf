// What this device still has to send, by the id of its form; kept until the server has it.
const [BOOK, FORMS] = ["so-xuong", "phieu"];

function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(BOOK, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(FORMS, { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/** Runs `act` on the forms and gives its answer once it is safely on the disk. */
async function within(mode, act) {
  const book = await open();
  try {
    return await new Promise((done, failed) => {
      const work = book.transaction(FORMS, mode, { durability: "strict" });
      const asked = act(work.objectStore(FORMS));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => failed(work.error);
    });
  } finally {
    book.close();
  }
}

export const keep = (entry) => within("readwrite", (forms) => forms.put(entry));
export const drop = (id) => within("readwrite", (forms) => forms.delete(id));
export const find = (id) => within("readonly", (forms) => forms.get(id));
/** The longest waiting first: ids sort by the time of their forms. */
export const all = () => within("readonly", (forms) => forms.getAll());

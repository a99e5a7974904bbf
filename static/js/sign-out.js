// Whoever signs out leaves no pages of the workshop's book on this device; what waits to be sent stays.
for (const form of document.querySelectorAll('form[action$="/dang-xuat"]')) {
  form.addEventListener("submit", async (event) => {
    if (!("caches" in window)) return;
    event.preventDefault();
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("so-trang-")).map((name) => caches.delete(name)));
    form.submit();
  });
}

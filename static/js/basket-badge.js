// Shows how many things lie in the basket: cached pages do not know, a cookie of ours does.
const badge = document.querySelector("[data-basket-count]");
const found = document.cookie.match(/(?:^|; )ng_gio=(\d+)/);
const count = found ? Number(found[1]) : 0;
if (badge && count > 0) {
  badge.textContent = count > 99 ? "99+" : String(count);
  badge.hidden = false;
}

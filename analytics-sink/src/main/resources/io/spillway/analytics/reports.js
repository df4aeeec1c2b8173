(() => {
  let busy = false;
  const renew = async () => {
    if (busy || document.hidden) return;
    busy = true;
    try {
      const answer = await fetch(location.href, {cache: "no-store", signal: AbortSignal.timeout(20000)});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("main");
      if (!fresh) throw new Error("not the page");
      const focused = document.activeElement && document.activeElement.id;
      document.querySelector("main").replaceWith(fresh);
      if (focused) document.getElementById(focused)?.focus({preventScroll: true});
      document.body.classList.remove("stale");
    } catch (e) {
      document.body.classList.add("stale");
    } finally {
      busy = false;
    }
  };
  setInterval(renew, __EVERY_MILLIS__);
  document.addEventListener("visibilitychange", renew);
})();

(() => {
  let live = null;
  const stale = (is) => document.body.classList.toggle("stale", is);
  const renew = (event) => {
    const {id, html} = JSON.parse(event.data);
    const old = document.getElementById(id);
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (!old || !fresh) return;
    stale(false);
    // What a reader has opened, scrolled to or focused stays as it is.
    const focused = old.contains(document.activeElement) && document.activeElement;
    const links = (root) => [...root.querySelectorAll("a,summary,[tabindex]")];
    const place = focused ? links(old).indexOf(focused) : -1;
    for (const details of old.querySelectorAll("details[open]")) {
      fresh.querySelector("#" + CSS.escape(details.id))?.setAttribute("open", "");
    }
    const scrolled = [...old.querySelectorAll(".scroll")].map((part) => part.scrollTop);
    old.replaceWith(fresh);
    fresh.querySelectorAll(".scroll").forEach((part, i) => { part.scrollTop = scrolled[i] || 0; });
    if (place >= 0) links(fresh)[place]?.focus({preventScroll: true});
  };
  const close = () => { live?.close(); live = null; };
  const open = () => {
    if (live || document.hidden) return;
    live = new EventSource("/reports/live" + location.search);
    live.addEventListener("open", () => stale(false));
    live.addEventListener("part", renew);
    live.addEventListener("refused", close);
    live.addEventListener("error", () => {
      stale(true);
      if (live && live.readyState === EventSource.CLOSED) { close(); setTimeout(open, 10000); }
    });
  };
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  addEventListener("pagehide", close);
  open();
})();

package io.spillway.analytics.adapter.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.spillway.analytics.core.report.Selection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Open pages as server-sent events: an event {@code part} for each part of the page that has
 * changed, as JSON with its id and its HTML; a comment where none has, so that a page knows the
 * server is there. Each viewer has a thread of its own, and all of one selection share its figures.
 */
final class LiveFigures implements AutoCloseable {
  /** More open pages than this are refused; they can still be loaded. */
  static final int MAX_VIEWERS = 200;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FiguresReader figures;
  private final Duration every;
  private final Set<Thread> viewers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LiveFigures(FiguresReader figures, Duration every) {
    this.figures = figures;
    this.every = every;
  }

  /** Whether one more page may be open. */
  boolean full() {
    return viewers.size() >= MAX_VIEWERS;
  }

  /** Serves a page until it goes away. */
  void serve(SseClient client) {
    Context context = client.ctx();
    Query query = Query.reports(context);
    List<String> faults = query.faults();
    if (closed || full() || !faults.isEmpty()) {
      client.sendEvent(
          "refused", faults.isEmpty() ? "too many pages are open" : Query.told(faults));
      client.close();
      return;
    }
    Selection selection = query.selection();
    client.keepAlive();
    Thread viewer = Thread.ofVirtual().unstarted(() -> show(client, selection));
    viewers.add(viewer);
    client.onClose(viewer::interrupt);
    viewer.start();
  }

  @Override
  public void close() {
    closed = true;
    viewers.forEach(Thread::interrupt);
  }

  private void show(SseClient client, Selection selection) {
    Map<String, String> sent = new HashMap<>();
    try {
      while (!closed && !client.terminated()) {
        Map<String, String> parts = ReportsPage.parts(figures.read(selection, PATIENCE));
        boolean changed = false;
        for (Map.Entry<String, String> part : parts.entrySet()) {
          if (!part.getValue().equals(sent.put(part.getKey(), part.getValue()))) {
            client.sendEvent("part", json(part.getKey(), part.getValue()));
            changed = true;
          }
        }
        if (!changed) {
          client.sendComment("unchanged");
        }
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      // The page is gone, or the server stops.
      Thread.currentThread().interrupt();
    } finally {
      viewers.remove(Thread.currentThread());
      client.close();
    }
  }

  private static String json(String id, String html) {
    return JSON.createObjectNode().put("id", id).put("html", html).toString();
  }
}

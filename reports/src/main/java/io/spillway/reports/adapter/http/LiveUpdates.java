package io.spillway.reports.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.spillway.reports.core.Selection;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Updates of open pages as server-sent events: an event {@code part} for each part of the page that
 * changed, as JSON with its id and HTML, or a comment when none did, so that the page sees the
 * server is up. Each viewer holds its request's virtual thread; viewers of one selection share
 * data.
 */
final class LiveUpdates implements AutoCloseable {
  /** Live pages at once; a page beyond them loads, but is not updated. */
  static final int MAX_VIEWERS = 200;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReportDataReader data;
  private final Pages pages;
  private final ReportAccess access;
  private final Duration every;
  private final Set<Thread> viewers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LiveUpdates(ReportDataReader data, Pages pages, ReportAccess access, Duration every) {
    this.data = data;
    this.pages = pages;
    this.access = access;
    this.every = every;
  }

  int viewers() {
    return viewers.size();
  }

  /**
   * Updates one page until it goes away. Nothing outlives the request: another thread could close
   * Javalin's own SSE client after Jetty has recycled the request, and it would never end.
   */
  void serve(Context context) {
    HttpServletResponse answer = context.res();
    answer.setContentType("text/event-stream");
    answer.setCharacterEncoding(UTF_8.name());
    answer.setHeader("Cache-Control", "no-store");
    Thread viewer = Thread.currentThread();
    try {
      OutputStream out = answer.getOutputStream();
      Query query = Query.reports(context);
      List<String> violations = query.violations();
      if (!violations.isEmpty()) {
        send(out, "refused", String.join("; ", violations));
      } else if (closed || viewers.size() >= MAX_VIEWERS) {
        send(out, "refused", "too many live pages; reload to try again");
      } else {
        viewers.add(viewer);
        show(out, query.selection(), () -> access.stillAdmitted(context));
      }
    } catch (IOException e) {
      // The page is gone.
    } catch (InterruptedException e) {
      // The server stops; the thread is Jetty's, which ends the request with it.
    } finally {
      viewers.remove(viewer);
    }
  }

  @Override
  public void close() {
    closed = true;
    viewers.forEach(Thread::interrupt);
  }

  private void show(OutputStream out, Selection selection, BooleanSupplier admitted)
      throws IOException, InterruptedException {
    Map<String, String> sent = new HashMap<>();
    while (!closed && admitted.getAsBoolean()) {
      Map<String, String> parts = pages.parts(data.read(selection, PATIENCE));
      boolean changed = false;
      for (Map.Entry<String, String> part : parts.entrySet()) {
        if (!part.getValue().equals(sent.put(part.getKey(), part.getValue()))) {
          send(out, "part", json(part.getKey(), part.getValue()));
          changed = true;
        }
      }
      if (!changed) {
        out.write(": unchanged\n\n".getBytes(UTF_8));
      }
      out.flush();
      Thread.sleep(every);
    }
  }

  private static void send(OutputStream out, String event, String data) throws IOException {
    StringBuilder text = new StringBuilder(data.length() + 64);
    text.append("event: ").append(event).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    out.write(text.append('\n').toString().getBytes(UTF_8));
  }

  private static String json(String id, String html) {
    return JSON.createObjectNode().put("id", id).put("html", html).toString();
  }
}

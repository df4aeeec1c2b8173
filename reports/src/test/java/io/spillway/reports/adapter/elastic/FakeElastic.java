package io.spillway.reports.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An Elasticsearch that answers bulk requests and searches as it is told, and takes everything
 * otherwise.
 */
public final class FakeElastic implements AutoCloseable {
  /** Answers one bulk request, or one search, which has no documents. */
  public interface Answer {
    void to(HttpExchange exchange, int documents) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
  private final List<List<String>> bulks = new ArrayList<>();
  private int templates;
  private int aliasFailures;

  /** Listens on a free port. */
  public FakeElastic() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next bulk request or search that has no answer yet is answered so. */
  public void next(Answer answer) {
    answers.add(answer);
  }

  /** The next question for the aliases is refused. */
  public synchronized void refuseAliases() {
    aliasFailures++;
  }

  /** The ids of each bulk request, the oldest first. */
  public synchronized List<List<String>> bulks() {
    return List.copyOf(bulks);
  }

  /** How many templates were put. */
  public synchronized int templates() {
    return templates;
  }

  /** An error. */
  public static Answer status(int status) {
    return (exchange, _) -> send(exchange, status, "{\"error\":\"told to\"}");
  }

  /** Item by item, in order. */
  public static Answer items(int... statuses) {
    return (exchange, _) -> {
      List<String> items = new ArrayList<>();
      for (int status : statuses) {
        String error = status < 300 ? "" : ",\"error\":{\"type\":\"t" + status + "\"}";
        items.add("{\"index\":{\"status\":" + status + error + "}}");
      }
      send(exchange, 200, "{\"items\":[" + String.join(",", items) + "]}");
    };
  }

  /** A search's, of so many shards that could not be asked, and seven hits in the others. */
  public static Answer found(int failedShards) {
    return (exchange, _) ->
        send(
            exchange,
            200,
            "{\"_shards\":{\"failed\":" + failedShards + "},\"hits\":{\"total\":{\"value\":7}}}");
  }

  /** Half an answer, then the end of the connection. */
  public static Answer brokenOff() {
    return (exchange, _) -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write("{\"items\":[".getBytes(UTF_8));
      exchange.getResponseBody().flush();
      throw new IOException("broken off");
    };
  }

  /** None, for longer than anybody waits. */
  public static Answer silence() {
    return (_, _) -> {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (exchange.getRequestURI().getPath().equals("/_bulk")) {
        List<String> ids =
            body.lines()
                .filter(line -> line.startsWith("{\"index\":"))
                .map(line -> line.replaceAll(".*\"_id\":\"([^\"]*)\".*", "$1"))
                .toList();
        remember(ids);
        Answer answer = answers.poll();
        if (answer == null) {
          int[] created = new int[ids.size()];
          java.util.Arrays.fill(created, 201);
          answer = items(created);
        }
        answer.to(exchange, ids.size());
      } else if (exchange.getRequestURI().getPath().endsWith("/_search") && !answers.isEmpty()) {
        answers.remove().to(exchange, 0);
      } else if (exchange.getRequestURI().getPath().equals("/_alias") && refusesAliases()) {
        send(exchange, 503, "{}");
      } else {
        if (exchange.getRequestURI().getPath().startsWith("/_index_template/")) {
          countTemplate();
        }
        send(exchange, 200, "{}");
      }
    }
  }

  private synchronized void remember(List<String> ids) {
    bulks.add(ids);
  }

  private synchronized boolean refusesAliases() {
    boolean refused = aliasFailures > 0;
    aliasFailures -= refused ? 1 : 0;
    return refused;
  }

  private synchronized void countTemplate() {
    templates++;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

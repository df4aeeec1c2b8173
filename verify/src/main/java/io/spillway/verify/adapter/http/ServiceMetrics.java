package io.spillway.verify.adapter.http;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.CounterBalances;
import io.spillway.verify.core.LoopBatches;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.ServiceCounters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the metrics of each service from its admin server. Thread-safe. */
public final class ServiceMetrics implements ServiceCounters, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final Map<String, URI> adminAddresses;
  private final Optional<String> token;

  /**
   * Metrics of services.
   *
   * @param token what admin servers ask for; empty where they ask for none
   */
  public ServiceMetrics(Map<String, URI> adminAddresses, Optional<String> token) {
    this.adminAddresses = Map.copyOf(adminAddresses);
    this.token = token;
  }

  @Override
  public List<StoreFacts.Balance> balances() throws UnavailableException, InterruptedException {
    List<StoreFacts.Balance> balances = new ArrayList<>();
    for (Map.Entry<String, URI> service : adminAddresses.entrySet()) {
      balances.addAll(
          CounterBalances.of(service.getKey(), text(service.getKey(), service.getValue())));
    }
    return balances;
  }

  /** The batches of every loop, and the records in them, as counters of a footprint. */
  public Map<String, Long> batches() throws UnavailableException, InterruptedException {
    Map<String, Long> batches = new HashMap<>();
    Set<URI> asked = new HashSet<>();
    for (Map.Entry<String, URI> service : adminAddresses.entrySet()) {
      // Services of one process answer together.
      if (asked.add(service.getValue())) {
        batches.putAll(LoopBatches.of(text(service.getKey(), service.getValue())));
      }
    }
    return batches;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private String text(String service, URI admin) throws UnavailableException, InterruptedException {
    URI uri = admin.resolve("/metrics/" + service);
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
      token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return response.body();
      }
      throw new UnavailableException(
          service
              + " answered "
              + response.statusCode()
              + " for its metrics"
              + (response.statusCode() == 401
                  ? "; SPILLWAY_ADMIN_TOKEN_FILE must name a file with the token of its admin port"
                  : ""),
          Duration.ZERO);
    } catch (IOException e) {
      throw new UnavailableException(service + " does not respond at " + uri, e);
    }
  }
}

package io.spillway.client;

import io.spillway.client.adapter.http.HttpOrderApi;
import io.spillway.client.core.CallRetries;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The client over HTTP, with the time of the machine. */
final class OrderClientWiring {
  private OrderClientWiring() {}

  static OrderClient http(
      URI address,
      Supplier<Optional<String>> credentials,
      Optional<Path> caFile,
      CallRetries retries) {
    return new OrderClient(new HttpOrderApi(address, credentials, caFile), retries, new Time());
  }

  private static final class Time implements RetryingCalls.Time {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Thread.sleep(duration);
    }

    @Override
    public RandomGenerator random() {
      return ThreadLocalRandom.current();
    }
  }
}

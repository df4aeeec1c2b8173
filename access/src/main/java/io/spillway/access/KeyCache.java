package io.spillway.access;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.KeyRing;
import io.spillway.access.port.KeyStore;
import io.spillway.runtime.health.HealthCheck;
import io.spillway.runtime.health.HealthStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All keys in memory. Each part of the store is asked every so often whether its keys have changed,
 * by a thread of its own, so that a part that hangs delays no other. While a part does not answer
 * its keys stay as they were, until they are too old to know of a revocation; then none of them is
 * granted. Notes once a minute when keys were used. Thread-safe.
 */
public final class KeyCache implements HealthCheck, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);
  private static final Duration NOTE_USE_EVERY = Duration.ofMinutes(1);

  private final KeyStore store;
  private final Duration pause;
  private final Duration staleFor;
  private final Clock clock;
  private final List<Part> parts;
  private final List<Thread> threads;

  private final class Part {
    final int number;
    final Map<String, Instant> used = new ConcurrentHashMap<>();
    volatile @Nullable KeyRing keys;
    volatile Instant askedAt = Instant.EPOCH;
    private long stamp = -1;
    private Instant notedAt = clock.instant();
    private boolean silent;

    Part(int number) {
      this.number = number;
    }

    void run() {
      try {
        while (true) {
          ask();
          Thread.sleep(pause);
        }
      } catch (InterruptedException e) {
        // Closed.
      }
    }

    void ask() {
      Instant now = clock.instant();
      try {
        // Asked before it is read: a change in between is read again.
        long newest = store.stamp(number);
        if (newest != stamp) {
          keys = new KeyRing(store.read(number));
          stamp = newest;
        }
        askedAt = now;
        noteUse(now);
        silent = false;
      } catch (KeyStore.UnavailableException | RuntimeException e) {
        if (!silent) {
          LOG.atWarn()
              .addKeyValue("part", number)
              .addKeyValue("cause", e.getMessage())
              .log("API keys cannot be read; known keys stay valid for a limited time");
        }
        silent = true;
      }
    }

    private void noteUse(Instant now) throws KeyStore.UnavailableException {
      if (now.isBefore(notedAt.plus(NOTE_USE_EVERY)) || used.isEmpty()) {
        return;
      }
      Map<String, Instant> noted = Map.copyOf(used);
      store.used(number, noted);
      noted.forEach(used::remove);
      notedAt = now;
    }

    boolean fresh(Instant now) {
      return keys != null && now.isBefore(askedAt.plus(staleFor));
    }
  }

  private KeyCache(
      KeyStore store, Duration pause, Duration staleFor, Clock clock, MeterRegistry metrics) {
    this.store = store;
    this.pause = pause;
    this.staleFor = staleFor;
    this.clock = clock;
    this.parts = IntStream.range(0, store.parts()).mapToObj(Part::new).toList();
    this.threads =
        parts.stream()
            .map(part -> Thread.ofVirtual().name("api-keys-" + part.number).unstarted(part::run))
            .toList();
    Gauge.builder("spillway.access.keys", this, KeyCache::size)
        .description("API keys known, valid or not")
        .register(metrics);
  }

  /**
   * Begins to read keys.
   *
   * @param pause between two looks at a part: a revocation takes effect within it
   * @param staleFor how long keys count after the last look that was answered
   */
  public static KeyCache start(
      KeyStore store, Duration pause, Duration staleFor, Clock clock, MeterRegistry metrics) {
    KeyCache cache = new KeyCache(store, pause, staleFor, clock, metrics);
    cache.threads.forEach(Thread::start);
    return cache;
  }

  /** Whose key it is, as far as is known. */
  public Authentication authenticate(ApiKey key) {
    Part part = parts.get(store.part(key.id()));
    Instant now = clock.instant();
    if (!part.fresh(now)) {
      return new Authentication.Unavailable(
          "API keys cannot be verified at present; retry after 1 s.");
    }
    Authentication result = Objects.requireNonNull(part.keys).authenticate(key, now);
    if (result instanceof Authentication.Granted) {
      part.used.put(key.id(), now.truncatedTo(ChronoUnit.MINUTES));
    }
    return result;
  }

  /** Down while the keys of a part are unknown or too old. */
  @Override
  public HealthStatus check() {
    Instant now = clock.instant();
    List<Integer> stale =
        parts.stream().filter(part -> !part.fresh(now)).map(part -> part.number).toList();
    return stale.isEmpty()
        ? HealthStatus.up()
        : HealthStatus.down("API keys of the shards " + stale + " cannot be read");
  }

  @Override
  public void close() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private int size() {
    return parts.stream()
        .map(part -> part.keys)
        .filter(Objects::nonNull)
        .mapToInt(KeyRing::size)
        .sum();
  }
}

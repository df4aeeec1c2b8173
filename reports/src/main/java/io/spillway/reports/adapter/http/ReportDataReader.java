package io.spillway.reports.adapter.http;

import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ReportReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads all reports of a selection, at most once a second for all its viewers together. A caller
 * waits as long as it likes and gets what is known by then. Thread-safe.
 */
final class ReportDataReader implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Fresh enough for a page's first rendering: updates follow. */
  private static final Duration KNOWN = Duration.ofMinutes(1);

  /** Concurrent searches; more would only queue in Elasticsearch. */
  private static final int SEARCHES = 4;

  /** Selections kept in memory, the least recently used dropped first. */
  private static final int VIEWS = 64;

  private final ReportReads reads;
  private final Clock clock;
  private final Semaphore searches = new Semaphore(SEARCHES);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Selection, View> views =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Selection, View> eldest) {
          return size() > VIEWS;
        }
      };

  ReportDataReader(ReportReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** The data after at most {@code patience}; never fails, but may be incomplete or unavailable. */
  ReportData read(Selection selection, Duration patience) throws InterruptedException {
    View view = view(selection);
    view.refreshed().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    return view.data();
  }

  /**
   * The data of the last minute at once, else as {@link #read}. It is not refreshed here: the page
   * asks for updates once it has loaded, and until then it should not share the processors.
   */
  ReportData first(Selection selection, Duration patience) throws InterruptedException {
    View view = view(selection);
    return view.isKnown() ? view.data() : read(selection, patience);
  }

  private View view(Selection selection) {
    synchronized (views) {
      return views.computeIfAbsent(selection, View::new);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** One selection's tables; those of the last reading stay until they are replaced. */
  private final class View {
    private final Selection selection;
    private final Map<String, ReportTable> tables = new ConcurrentHashMap<>();
    private volatile String unavailable = "";
    private volatile String unavailableNow = "";
    private volatile @Nullable Instant readAt;
    private CountDownLatch running = new CountDownLatch(0);

    View(Selection selection) {
      this.selection = selection;
    }

    ReportData data() {
      Instant at = readAt;
      return new ReportData(at == null ? clock.instant() : at, selection, tables, unavailable);
    }

    /** Opens when the current reading is done; starts one unless the last is fresh. */
    synchronized CountDownLatch refreshed() {
      if (running.getCount() == 0 && !isYoungerThan(FRESH)) {
        CountDownLatch done = new CountDownLatch(1);
        running = done;
        executor.execute(() -> readAll(done));
      }
      return running;
    }

    boolean isKnown() {
      return unavailable.isEmpty() && isYoungerThan(KNOWN);
    }

    private boolean isYoungerThan(Duration age) {
      Instant last = readAt;
      return last != null && clock.instant().isBefore(last.plus(age));
    }

    private void readAll(CountDownLatch done) {
      Instant now = clock.instant();
      unavailableNow = "";
      List<ReportDefinition> shown = Reports.ALL.stream().filter(selection::shows).toList();
      CountDownLatch left = new CountDownLatch(shown.size());
      try {
        for (ReportDefinition report : shown) {
          executor.execute(() -> readOne(report, now, left));
        }
        left.await();
        unavailable = unavailableNow;
        if (!unavailable.isEmpty()) {
          tables.clear();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        // Taken afterwards, so that a slow reading still counts as fresh.
        readAt = clock.instant();
        done.countDown();
      }
    }

    private void readOne(ReportDefinition report, Instant now, CountDownLatch left) {
      try {
        searches.acquire();
        try {
          // After one failure the others would only wait for the same.
          if (unavailableNow.isEmpty()) {
            tables.put(report.name(), reads.read(report, selection.request(report, now)));
          }
        } catch (IndexUnavailableException e) {
          unavailableNow = "" + e.getMessage();
        } finally {
          searches.release();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        left.countDown();
      }
    }
  }
}

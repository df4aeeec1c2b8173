package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ReportReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads all reports of a selection, at most once a second, however many look at it; a reader who is
 * in a hurry gets what is known so far. Thread-safe.
 */
final class FiguresReader implements AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Good enough for a page's first look, as newer ones follow by themselves. */
  private static final Duration KNOWN = Duration.ofMinutes(1);

  /** Searches at once: more would only wait in Elasticsearch. */
  private static final int SEARCHES = 4;

  /** Selections that are remembered. */
  private static final int VIEWS = 64;

  private final ReportReads reads;
  private final Clock clock;
  private final Semaphore searches = new Semaphore(SEARCHES);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Selection, View> views =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Selection, View> eldest) {
          return size() > VIEWS;
        }
      };

  FiguresReader(ReportReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** The figures as fresh as patience allows; never fails, but may say what is unavailable. */
  Figures read(Selection selection, Duration patience) throws InterruptedException {
    View view = view(selection);
    view.renewed().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    return view.figures();
  }

  /**
   * The figures of the last minute at once, else as {@link #read}. They are not renewed here: the
   * page asks for newer ones when it is there, and its first picture need not share the processors.
   */
  Figures first(Selection selection, Duration patience) throws InterruptedException {
    View view = view(selection);
    return view.isKnown() ? view.figures() : read(selection, patience);
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

  /** One selection's figures; those of the last reading stay until there are newer ones. */
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

    Figures figures() {
      Instant at = readAt;
      return new Figures(at == null ? clock.instant() : at, selection, tables, unavailable);
    }

    /** Opens when the reading that runs, or is begun now because none is fresh, is done. */
    synchronized CountDownLatch renewed() {
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
      CountDownLatch left = new CountDownLatch(Reports.ALL.size());
      try {
        for (ReportDefinition report : Reports.ALL) {
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
        // Taken afterwards, so that figures which took long to get still count as fresh.
        readAt = clock.instant();
        done.countDown();
      }
    }

    private void readOne(ReportDefinition report, Instant now, CountDownLatch left) {
      try {
        searches.acquire();
        try {
          // The others would only wait for the same.
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

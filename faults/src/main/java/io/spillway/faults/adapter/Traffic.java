package io.spillway.faults.adapter;

import io.spillway.faults.adapter.Backlog.Job;
import io.spillway.faults.adapter.Backlog.Sort;
import io.spillway.faults.core.ScenarioOrder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Shops that keep sending, whatever answers: orders come due at a rate of their own, each request
 * is repeated with its key until it has an answer that counts, and what was answered is noted in
 * the shop.journal().
 */
final class Traffic implements AutoCloseable {
  // A command waits for its decision, so many more are under way than are answered at once.
  private static final int COMMANDS_IN_FLIGHT = 512;
  private static final int ORDERS_IN_FLIGHT = 256;
  private static final int MOST_WAITING = 20_000;
  private static final int LARGEST_BATCH = 16;
  private static final long TICK_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final ClientSession shop;
  private final Latencies latencies;
  private final AnswerReader answers;
  private final double ordersPerSecond;
  private final SplittableRandom random;

  /** Of their own: a shop that waits for a decision keeps no other from ordering. */
  private final Backlog orders = new Backlog(ORDERS_IN_FLIGHT);

  private final Backlog commands = new Backlog(COMMANDS_IN_FLIGHT);
  private final Thread thread = new Thread(this::run, "fault-traffic");
  private volatile boolean producing = true;
  private volatile boolean open = true;
  private double orderedAhead;

  Traffic(
      ClientSession shop,
      JournalFile file,
      Latencies latencies,
      double ordersPerSecond,
      long seed) {
    this.shop = shop;
    this.latencies = latencies;
    this.answers = new AnswerReader(shop, file, latencies);
    this.ordersPerSecond = ordersPerSecond;
    this.random = new SplittableRandom(seed);
  }

  void start() {
    thread.start();
  }

  /** No new orders; what is wanted already goes on until it is answered. */
  void endOrders() {
    producing = false;
  }

  /** Waits until everything is answered; false when something is not within the limit. */
  boolean awaitAnswers(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    // A command follows an order, and nothing follows a command but another.
    while (!orders.isIdle() || !commands.isIdle()) {
      if (System.nanoTime() > deadline) {
        orders.clear();
        commands.clear();
        return false;
      }
      Thread.sleep(50);
    }
    return true;
  }

  @Override
  public void close() throws InterruptedException {
    open = false;
    thread.join();
    shop.client().close();
  }

  private void run() {
    long last = System.nanoTime();
    while (open) {
      long now = System.nanoTime();
      if (producing) {
        orderedAhead += (now - last) / 1e9 * ordersPerSecond;
        while (orderedAhead >= 1) {
          orderedAhead -= want(now);
        }
      }
      last = now;
      dispatch(orders, now);
      dispatch(commands, now);
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  /** Half of the requests are single orders, the others batches. */
  private int want(long now) {
    int count = random.nextBoolean() ? 1 : 2 + random.nextInt(LARGEST_BATCH - 1);
    if (orders.waiting() >= MOST_WAITING) {
      shop.tally().notSent(count);
      return count;
    }
    List<Integer> indexes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      indexes.add(shop.journal().next());
    }
    orders.add(new Job(Sort.ORDERS, List.copyOf(indexes), 0, 0, now, now, latencies.phase()));
    return count;
  }

  private void dispatch(Backlog backlog, long now) {
    for (Job taken = backlog.take(now); taken != null; taken = backlog.take(now)) {
      Job job = taken;
      shop.client()
          .send(job, shop.mix(), shop.journal())
          .whenComplete(
              (response, failure) -> {
                try {
                  settle(job, response, failure);
                } finally {
                  backlog.done();
                }
              });
    }
  }

  private void settle(
      Job job, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    AnswerReader.Outcome outcome =
        response == null ? answers.failed(job, failure) : answers.read(job, response);
    outcome.accepted().forEach(this::followUp);
    if (!outcome.repeat().isEmpty()) {
      long at = System.nanoTime() + pauseNanos(job.attempt());
      List<Integer> done =
          job.indexes().stream().filter(index -> !outcome.repeat().contains(index)).toList();
      backlogOf(job.sort()).add(job.without(done, at));
    } else if (outcome.next()) {
      command(job.index(), job.step() + 1);
    }
  }

  private void followUp(int index) {
    ScenarioOrder order = shop.mix().order(index);
    if (order.resubmitted()) {
      later(Sort.SAME_AGAIN, index, 0, 500 + Math.floorMod(index, 3_000));
    }
    if (order.contradicted()) {
      later(Sort.OTHER_BODY, index, 0, 500 + Math.floorMod(index, 3_000));
    }
    command(index, 0);
  }

  /** Commands come 0.3 to 3 s after what they follow, so some of them meet RESERVING. */
  private void command(int index, int step) {
    if (step < shop.mix().order(index).life().verbs().size()) {
      later(Sort.COMMAND, index, step, 300 + Math.floorMod(index * 31, 2_700));
    }
  }

  private void later(Sort sort, int index, int step, long millis) {
    Backlog backlog = backlogOf(sort);
    if (backlog.waiting() < 2 * MOST_WAITING) {
      long at = System.nanoTime() + millis * 1_000_000;
      backlog.add(new Job(sort, List.of(index), step, 0, at, at, latencies.phase()));
    }
  }

  private Backlog backlogOf(Sort sort) {
    return sort == Sort.COMMAND ? commands : orders;
  }

  private static long pauseNanos(int attempt) {
    return Math.min(LONGEST_PAUSE_MILLIS, 50L << Math.min(attempt, 10)) * 1_000_000;
  }
}

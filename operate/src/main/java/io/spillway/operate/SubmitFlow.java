package io.spillway.operate;

import io.spillway.operate.core.Chunk;
import io.spillway.operate.core.LineAnswer;
import io.spillway.operate.core.Retry;
import io.spillway.operate.core.SubmitTally;
import io.spillway.operate.port.OrderApi;
import io.spillway.runtime.failure.Failures;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Hands orders in, several requests in flight, and repeats what was not answered. Order keys make a
 * repetition harmless, so a run that broke off is resumed by running it again.
 *
 * @param inFlight requests under way at most
 */
public record SubmitFlow(OrderApi api, Retry retry, int inFlight, Pause pause) {
  /** Told what became of each line; called from several threads. */
  public interface Listener {
    default void accepted(Chunk.Line line, String id) {}

    void refused(Chunk.Line line, LineAnswer.Refused refusal);
  }

  /**
   * Hands in every chunk.
   *
   * @throws OperationException when the service did not answer for longer than the retry's patience
   */
  public SubmitTally run(Iterator<Chunk> chunks, Progress.Meter meter, Listener listener)
      throws InterruptedException {
    SubmitTally tally = new SubmitTally();
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        running.add(
            workers.submit(
                () -> {
                  drain(chunks, tally, meter, listener);
                  return null;
                }));
      }
      for (Future<?> worker : running) {
        await(worker);
      }
      return tally;
    } finally {
      workers.shutdownNow();
      workers.close();
    }
  }

  private static void await(Future<?> worker) throws InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      if (Failures.cause(e) instanceof RuntimeException failure) {
        throw failure;
      }
      throw new OperationException("Submit failed", e.getCause());
    }
  }

  private void drain(
      Iterator<Chunk> chunks, SubmitTally tally, Progress.Meter meter, Listener listener)
      throws InterruptedException {
    for (Chunk chunk = take(chunks); chunk != null; chunk = take(chunks)) {
      submit(chunk.lines(), tally, meter, listener);
    }
  }

  private static @Nullable Chunk take(Iterator<Chunk> chunks) {
    synchronized (chunks) {
      return chunks.hasNext() ? chunks.next() : null;
    }
  }

  private void submit(
      List<Chunk.Line> chunk, SubmitTally tally, Progress.Meter meter, Listener listener)
      throws InterruptedException {
    List<Chunk.Line> open = chunk;
    Duration lastAnswer = pause.now();
    for (int attempt = 0; ; attempt++) {
      Duration asked = Duration.ZERO;
      String why;
      int before = open.size();
      try {
        Round round = settle(open, tally, listener);
        open = round.open();
        why = round.why();
        meter.at(tally.answered());
      } catch (UnavailableException e) {
        asked = e.retryAfter();
        why = String.valueOf(e.getMessage());
      }
      if (open.isEmpty()) {
        return;
      }
      if (open.size() < before) {
        lastAnswer = pause.now();
        attempt = 0;
      }
      giveUpAfter(lastAnswer, why, open.getFirst());
      tally.repeated(why, open.size());
      meter.waitingFor("retrying: " + why);
      pause.sleep(retry.delay(attempt, asked, ThreadLocalRandom.current()));
    }
  }

  private record Round(List<Chunk.Line> open, String why) {}

  private Round settle(List<Chunk.Line> lines, SubmitTally tally, Listener listener)
      throws UnavailableException, InterruptedException {
    List<LineAnswer> answers = api.submit(lines.stream().map(Chunk.Line::text).toList());
    if (answers.size() != lines.size()) {
      throw new UnavailableException(
          answers.size() + " answers to " + lines.size() + " orders", Duration.ZERO);
    }
    List<Chunk.Line> open = new ArrayList<>();
    String why = "";
    for (int i = 0; i < lines.size(); i++) {
      Chunk.Line line = lines.get(i);
      switch (answers.get(i)) {
        case LineAnswer.Accepted(String id) -> {
          tally.accepted(id);
          listener.accepted(line, id);
        }
        case LineAnswer.Refused refusal -> {
          tally.refused(refusal.reason());
          listener.refused(line, refusal);
        }
        case LineAnswer.Later(String reason) -> {
          open.add(line);
          why = reason;
        }
      }
    }
    return new Round(open, why);
  }

  private void giveUpAfter(Duration lastAnswer, String why, Chunk.Line line) {
    Duration waited = pause.now().minus(lastAnswer);
    if (waited.compareTo(retry.patience()) > 0) {
      throw new OperationException(
          String.format(
              Locale.ROOT,
              "gave up after %s at line %d: %s. Sent orders are safe; run the same command again to"
                  + " resume.",
              ProgressText.duration(waited),
              line.number(),
              why));
    }
  }
}

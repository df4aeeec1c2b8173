package io.spillway.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.operate.core.Chunk;
import io.spillway.operate.core.Chunks;
import io.spillway.operate.core.LineAnswer;
import io.spillway.operate.core.Retry;
import io.spillway.operate.core.SubmitTally;
import io.spillway.operate.port.OrderApi;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import io.spillway.stack.testing.FakePause;
import io.spillway.stack.testing.RecordedProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubmitFlowTest {
  private static final Retry RETRY =
      new Retry(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(30));

  private final RecordedProgress progress = new RecordedProgress();
  private final Set<Long> acceptedLines = ConcurrentHashMap.newKeySet();
  private final Map<Long, String> refusedLines = new ConcurrentHashMap<>();

  @Test
  void everyLineIsAcceptedOnce() throws Exception {
    SubmitTally tally = submit(lines -> answers(lines), 1_000);
    assertThat(tally.accepted()).isEqualTo(1_000);
    assertThat(tally.distinct()).isEqualTo(1_000);
    assertThat(acceptedLines).hasSize(1_000);
    assertThat(progress.said).contains("orders 1000/1000");
  }

  @Test
  void aRequestWithoutAnAnswerIsSentAgain() throws Exception {
    Map<String, Integer> seen = new HashMap<>();
    SubmitTally tally =
        submit(
            lines -> {
              synchronized (seen) {
                if (seen.merge(lines.getFirst(), 1, Integer::sum) < 3) {
                  throw new UnavailableException("away", Duration.ofMillis(5));
                }
              }
              return answers(lines);
            },
            250);
    assertThat(tally.accepted()).isEqualTo(250);
    assertThat(tally.repeats()).isEqualTo(500);
  }

  @Test
  void onlyTheOpenLinesOfABatchAreSentAgain() throws Exception {
    Set<String> once = ConcurrentHashMap.newKeySet();
    SubmitTally tally =
        submit(
            lines ->
                lines.stream()
                    .map(
                        line ->
                            line.endsWith("7") && once.add(line)
                                ? new LineAnswer.Later("409 in flight")
                                : (LineAnswer) new LineAnswer.Accepted("id-" + line))
                    .toList(),
            100);
    assertThat(tally.accepted()).isEqualTo(100);
    assertThat(tally.repeats()).isEqualTo(10);
  }

  @Test
  void refusedLinesAreNamedAndNotSentAgain() throws Exception {
    SubmitTally tally =
        submit(
            lines ->
                lines.stream()
                    .map(
                        line ->
                            line.equals("order-3")
                                ? new LineAnswer.Refused(422, "no lines")
                                : (LineAnswer) new LineAnswer.Accepted("id-" + line))
                    .toList(),
            5);
    assertThat(tally.accepted()).isEqualTo(4);
    assertThat(tally.refused()).isEqualTo(1);
    assertThat(tally.refusals()).containsEntry("no lines", 1);
    assertThat(refusedLines).containsExactly(Map.entry(4L, "no lines"));
  }

  @Test
  void theSameOrderTwiceIsOneId() throws Exception {
    SubmitTally tally =
        submit(
            lines ->
                lines.stream().map(line -> (LineAnswer) new LineAnswer.Accepted("same")).toList(),
            3);
    assertThat(tally.accepted()).isEqualTo(3);
    assertThat(tally.distinct()).isEqualTo(1);
  }

  @Test
  void aTruncatedAnswerIsNoAnswer() throws Exception {
    Set<String> once = ConcurrentHashMap.newKeySet();
    SubmitTally tally =
        submit(
            lines ->
                once.add(lines.getFirst())
                    ? answers(lines.subList(0, lines.size() - 1))
                    : answers(lines),
            100);
    assertThat(tally.accepted()).isEqualTo(100);
    assertThat(tally.distinct()).isEqualTo(100);
  }

  @Test
  void patienceEndsWithWordsThatSayHowToGoOn() {
    assertThatThrownBy(
            () ->
                submit(
                    lines -> {
                      throw new UnavailableException("away", Duration.ZERO);
                    },
                    10))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("away")
        .hasMessageContaining("run the same command again");
  }

  private SubmitTally submit(OrderApi door, int count) throws InterruptedException {
    SubmitFlow flow = new SubmitFlow(door, RETRY, 4, new FakePause());
    Chunks chunks =
        new Chunks(IntStream.range(0, count).mapToObj(i -> "order-" + i).iterator(), 100, 1 << 20);
    return flow.run(
        chunks,
        progress.meter("orders", count),
        new SubmitFlow.Listener() {
          @Override
          public void accepted(Chunk.Line line, String id) {
            acceptedLines.add(line.number());
          }

          @Override
          public void refused(Chunk.Line line, LineAnswer.Refused refusal) {
            refusedLines.put(line.number(), refusal.reason());
          }
        });
  }

  private static List<LineAnswer> answers(List<String> lines) {
    return lines.stream().map(line -> (LineAnswer) new LineAnswer.Accepted("id-" + line)).toList();
  }
}

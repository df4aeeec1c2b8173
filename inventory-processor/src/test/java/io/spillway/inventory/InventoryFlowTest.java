package io.spillway.inventory;

import static io.spillway.inventory.core.Ledgers.adjust;
import static io.spillway.inventory.core.Ledgers.fulfil;
import static io.spillway.inventory.core.Ledgers.line;
import static io.spillway.inventory.core.Ledgers.release;
import static io.spillway.inventory.core.Ledgers.reserve;
import static io.spillway.inventory.core.Ledgers.reservePart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.inventory.adapter.metrics.FlowMeters;
import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.Ledgers;
import io.spillway.inventory.core.LineDecision;
import io.spillway.inventory.port.InMemoryStockLedger;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.HandlerFailures;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InventoryFlowTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Answer> published = new ArrayList<>();
  private boolean kafkaDown;

  private final InventoryFlow flow =
      new InventoryFlow(
          new InMemoryStockLedger(),
          this::publish,
          new FlowMeters(registry),
          Clock.fixed(Ledgers.NOW, ZoneOffset.UTC));

  private void publish(List<Answer> answers) throws IOException {
    if (kafkaDown) {
      throw new IOException("no broker");
    }
    published.addAll(answers);
  }

  private void settle(int shard, Command... commands) throws Exception {
    flow.settle(shard, Stream.of(commands).map(command -> new Arrival(command, "trace")).toList());
  }

  private double count(String meter) {
    return registry.get("spillway.inventory." + meter).counter().count();
  }

  @Test
  void answersEachCommandInOrderWithItsTrace() throws Exception {
    Command[] commands = {
      adjust("r", "A", 3), reserve(1, line(0, "A", 2)), reserve(2, line(0, "A", 2))
    };

    settle(0, commands);

    assertThat(published).extracting(Answer::command).containsExactly(commands);
    assertThat(published).extracting(Answer::traceparent).containsOnly("trace");
    assertThat(published.get(1).settlement())
        .isEqualTo(new LineDecision.Reserved(Ledgers.NOW, false, 1, List.of()));
    assertThat(published.get(2).settlement()).isInstanceOf(LineDecision.Refused.class);
  }

  @Test
  void shardsAreSeparate() throws Exception {
    settle(0, adjust("r", "A", 3));
    settle(1, reserve(1, line(0, "A", 2)));

    assertThat(published.getLast().settlement()).isInstanceOf(LineDecision.Refused.class);
  }

  @Test
  void answersAfterTheAnswersCouldNotBeWritten() throws Exception {
    settle(0, adjust("r", "A", 3));
    kafkaDown = true;
    assertThatThrownBy(() -> settle(0, reserve(1, line(0, "A", 3)))).hasMessage("no broker");
    kafkaDown = false;

    settle(0, reserve(1, line(0, "A", 3)), reserve(2, line(0, "A", 1)));

    assertThat(published.get(1).settlement())
        .isEqualTo(new LineDecision.Reserved(Ledgers.NOW, true, 1, List.of()));
    assertThat(published.get(2).settlement()).isInstanceOf(LineDecision.Refused.class);
    assertThat(count("lines.reserved")).isEqualTo(1);
  }

  @Test
  void countsWhatItDid() throws Exception {
    Command held = reserve(1, line(0, "A", 2), line(1, "A", 1));
    settle(0, adjust("r", "A", 3), held, held, reserve(2, line(0, "A", 1), line(1, "none", 1)));
    settle(0, release(1, line(0, "A", 2), line(1, "A", 1)), adjust("s", "A", -99));

    assertThat(count("settled")).isEqualTo(5);
    assertThat(count("duplicate")).isEqualTo(1);
    assertThat(count("lines.reserved")).isEqualTo(2);
    assertThat(count("lines.refused")).isEqualTo(2);
    assertThat(count("lines.released")).isEqualTo(2);
    assertThat(count("adjustments.applied")).isEqualTo(1);
    assertThat(count("adjustments.not.available")).isEqualTo(1);
    assertThat(count("adjustments.out.of.range")).isZero();
    settle(0, reservePart(3, line(0, "A", 1), line(1, "none", 1)));
    settle(0, fulfil(3, line(0, "A", 1), line(1, "none", 1)));
    assertThat(count("lines.reserved")).isEqualTo(3);
    assertThat(count("lines.refused")).isEqualTo(3);
    assertThat(count("lines.fulfilled")).isEqualTo(1);
    assertThat(registry.get("spillway.inventory.transaction").timer().count()).isEqualTo(4);
  }

  @Test
  void aContradictionIsTheRecordsFault() throws Exception {
    settle(0, adjust("r", "A", 9), reserve(1, line(0, "A", 1)));

    assertThatThrownBy(() -> settle(0, reserve(1, line(0, "A", 2))))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("another SKU or quantity")
        .satisfies(
            e -> assertThat(new HandlerFailures().classify(e)).isEqualTo(FailureKind.POISON));
  }
}

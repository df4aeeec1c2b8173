package io.spillway.inventory.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.Ledgers;
import io.spillway.inventory.core.ReservationPolicy;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.loop.Received;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class CommandHandlerTest {
  private static Received<Arrival> received(String reference) {
    return new Received<>(
        new ConsumerRecord<>("inventory.commands.v1", 0, 0, new byte[0], new byte[0]),
        new Arrival(Ledgers.adjust(reference, "A", 1), null));
  }

  @Test
  void handsOverTheShardAndTheCommandsInOrder() throws Exception {
    List<Object> seen = new ArrayList<>();
    new CommandHandler(
            (shard, arrivals) -> {
              seen.add(shard);
              seen.addAll(arrivals);
            })
        .handle(3, List.of(received("a"), received("b")));

    assertThat(seen).containsExactly(3, received("a").message(), received("b").message());
  }

  @Test
  void aContradictionIsTheRecordsFault() {
    Ledgers ledger = Ledgers.withStock("A", 9);
    ledger.decide(Ledgers.reserve(1, Ledgers.line(0, "A", 1)));
    CommandHandler handler =
        new CommandHandler(
            (_, _) ->
                ReservationPolicy.decide(
                    List.of(Ledgers.reserve(1, Ledgers.line(0, "A", 2))),
                    ledger.state(),
                    Ledgers.NOW));

    assertThatThrownBy(() -> handler.handle(0, List.of(received("a"))))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("another SKU or quantity")
        .satisfies(
            e -> assertThat(new HandlerFailures().classify(e)).isEqualTo(FailureKind.POISON));
  }
}

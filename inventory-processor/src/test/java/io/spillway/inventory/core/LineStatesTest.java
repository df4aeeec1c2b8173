package io.spillway.inventory.core;

import static io.spillway.inventory.core.Ledgers.NOW;
import static io.spillway.inventory.core.Ledgers.fulfil;
import static io.spillway.inventory.core.Ledgers.line;
import static io.spillway.inventory.core.Ledgers.release;
import static io.spillway.inventory.core.Ledgers.reserve;
import static io.spillway.inventory.core.Ledgers.reservePart;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.orders.v1.LineRefusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every state a line can be in × every command for it. SKU A has 10 units and the line wants 4; SKU
 * B has none. The line 1 of B makes an order partly held, or refused.
 */
class LineStatesTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  @ParameterizedTest(name = "{0}, then {1}: {2}; movements {3}; {4} available, {5} reserved")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before                       | command   | answer                         | new movements               | available | reserved
          nothing                        | reserve   | held 1                         | RESERVE APPLIED             | 6  | 4
          nothing                        | part      | held 1                         | RESERVE APPLIED             | 6  | 4
          nothing                        | release   | released 0                     | RESERVE VOIDED, RELEASE VOIDED | 10 | 0
          nothing                        | fulfil    | fulfilled 0                    | RESERVE VOIDED, FULFIL VOIDED  | 10 | 0
          nothing                        | reserve+B | refused 1 SOLD_OUT 0           | RESERVE SIBLING_REFUSED, RESERVE SOLD_OUT | 10 | 0
          nothing                        | part+B    | held 1, refused 1 SOLD_OUT 0   | RESERVE APPLIED, RESERVE SOLD_OUT | 6 | 4
          reserve                        | reserve   | again held 1                   |                             | 6  | 4
          reserve                        | part      | again held 1                   |                             | 6  | 4
          reserve                        | release   | released 1                     | RELEASE APPLIED             | 10 | 0
          reserve                        | fulfil    | fulfilled 1                    | FULFIL APPLIED              | 6  | 0
          reserve release                | reserve   | again held 1                   |                             | 10 | 0
          reserve release                | release   | again released 0               |                             | 10 | 0
          reserve release                | fulfil    | fulfilled 0                    | FULFIL VOIDED               | 10 | 0
          reserve fulfil                 | reserve   | again held 1                   |                             | 6  | 0
          reserve fulfil                 | fulfil    | again fulfilled 0              |                             | 6  | 0
          reserve fulfil                 | release   | released 0                     | RELEASE VOIDED              | 6  | 0
          reserve release fulfil         | fulfil    | again fulfilled 0              |                             | 10 | 0
          reserve release fulfil         | release   | again released 0               |                             | 10 | 0
          reserve fulfil release         | release   | again released 0               |                             | 6  | 0
          reserve fulfil release         | fulfil    | again fulfilled 0              |                             | 6  | 0
          release                        | reserve   | again refused 0 VOIDED 10      |                             | 10 | 0
          release                        | part      | again refused 0 VOIDED 10      |                             | 10 | 0
          release                        | release   | again released 0               |                             | 10 | 0
          release                        | fulfil    | fulfilled 0                    | FULFIL VOIDED               | 10 | 0
          fulfil                         | reserve   | again refused 0 VOIDED 10      |                             | 10 | 0
          fulfil                         | part      | again refused 0 VOIDED 10      |                             | 10 | 0
          fulfil                         | fulfil    | again fulfilled 0              |                             | 10 | 0
          fulfil                         | release   | released 0                     | RELEASE VOIDED              | 10 | 0
          reserve+B                      | reserve+B | again refused 1 SOLD_OUT 0     |                             | 10 | 0
          reserve+B                      | part+B    | again refused 1 SOLD_OUT 0     |                             | 10 | 0
          reserve+B                      | release+B | released 0                     | RELEASE VOIDED, RELEASE VOIDED | 10 | 0
          reserve+B                      | fulfil+B  | fulfilled 0                    | FULFIL VOIDED, FULFIL VOIDED | 10 | 0
          part+B                         | part+B    | again held 1, refused 1 SOLD_OUT 0 |                         | 6  | 4
          part+B                         | reserve+B | again held 1, refused 1 SOLD_OUT 0 |                         | 6  | 4
          part+B                         | release+B | released 1                     | RELEASE APPLIED, RELEASE VOIDED | 10 | 0
          part+B                         | fulfil+B  | fulfilled 1                    | FULFIL APPLIED, FULFIL VOIDED | 6 | 0
          part+B                         | fulfil    | fulfilled 1                    | FULFIL APPLIED              | 6  | 0
          part+B fulfil+B                | part+B    | again held 1, refused 1 SOLD_OUT 0 |                         | 6  | 0
          part+B fulfil+B                | release+B | released 0                     | RELEASE VOIDED, RELEASE VOIDED | 6 | 0
          part+B fulfil                  | fulfil+B  | fulfilled 0                    | FULFIL VOIDED               | 6  | 0
          part+B release                 | fulfil+B  | fulfilled 0                    | FULFIL VOIDED, FULFIL VOIDED | 10 | 0
          release+B                      | part+B    | again refused 0 VOIDED 10, 1 VOIDED 0 |                      | 10 | 0
          """)
  void settles(
      String before, String command, String answer, String movements, int available, int reserved) {
    Ledgers ledger = Ledgers.withStock("A", 10, "B", 0);
    for (String earlier : before.split(" ")) {
      if (!earlier.equals("nothing")) {
        ledger.decide(command(earlier));
      }
    }

    Decision decision = ledger.decide(LATER, List.of(command(command)));

    assertThat(text(decision.settlements().getFirst())).isEqualTo(answer);
    assertThat(decision.movements().stream().map(m -> m.key().kind() + " " + m.outcome()).toList())
        .isEqualTo(movements == null ? List.of() : List.of(movements.split(", ")));
    assertThat(ledger.level("A").available()).isEqualTo(available);
    assertThat(ledger.level("A").reserved()).isEqualTo(reserved);
    Decision again = ledger.decide(LATER.plusSeconds(60), List.of(command(command)));
    assertThat(again.movements()).isEmpty();
    assertThat(again.settlements().getFirst().settledAt())
        .isEqualTo(decision.settlements().getFirst().settledAt());
  }

  private static Command command(String name) {
    List<Command.Line> lines = new ArrayList<>(List.of(line(0, "A", 4)));
    if (name.endsWith("+B")) {
      lines.add(line(1, "B", 1));
    }
    Command.Line[] all = lines.toArray(Command.Line[]::new);
    return switch (name.replace("+B", "")) {
      case "reserve" -> reserve(1, all);
      case "part" -> reservePart(1, all);
      case "release" -> release(1, all);
      case "fulfil" -> fulfil(1, all);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String text(LineDecision settlement) {
    String again = settlement.repeated() ? "again " : "";
    return again
        + switch (settlement) {
          case LineDecision.Reserved held when held.refusals().isEmpty() -> "held " + held.lines();
          case LineDecision.Reserved held ->
              "held " + held.lines() + ", refused " + refusals(held.refusals());
          case LineDecision.Refused refused -> "refused " + refusals(refused.refusals());
          case LineDecision.Released released -> "released " + released.lines();
          case LineDecision.Fulfilled fulfilled -> "fulfilled " + fulfilled.lines();
          case LineDecision.Adjusted adjusted -> adjusted.outcome().name();
        };
  }

  private static String refusals(List<LineRefusal> refusals) {
    return String.join(
        ", ",
        refusals.stream()
            .map(line -> line.getLine() + " " + line.getReason() + " " + line.getAvailable())
            .toList());
  }
}

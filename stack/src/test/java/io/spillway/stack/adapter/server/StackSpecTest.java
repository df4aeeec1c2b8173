package io.spillway.stack.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spillway.stack.core.BasePorts;
import io.spillway.stack.core.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackSpecTest {

  @Test
  void asksForAllServersByDefault() {
    StackSpec spec = StackSpec.builder(Path.of("home")).build();
    assertThat(spec.servers()).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Server.class));
    assertThat(spec.brokers()).isEqualTo(1);
    assertThat(spec.shards()).isEqualTo(4);
    assertThat(spec.ports()).isEqualTo(BasePorts.DEFAULT);
    assertThat(spec.home()).isAbsolute();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4, -1})
  void refusesANumberOfBrokersThatIsNoQuorum(int brokers) {
    refuses(spec -> spec.brokers(brokers), "brokers must be 1 or 3, got " + brokers);
  }

  @Test
  void refusesWhatNoStackCanBe() {
    refuses(spec -> spec.servers(Set.of()), "servers must name at least one server");
    refuses(spec -> spec.mysqlServers(0), "mysqlServers must lie in 1..16, got 0");
    refuses(spec -> spec.shardsPerServer(65), "shardsPerServer must lie in 1..64, got 65");
    refuses(spec -> spec.startLimit(Duration.ZERO), "startLimit must be positive, got PT0S");
  }

  @Test
  void refusesPortsThatNeedRightsOrLeaveNoRoom() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BasePorts(80, 13_306, 16_379, 19_200))
        .withMessage("port kafka must lie in 1024..65000, got 80");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BasePorts(19_092, 13_306, 16_379, 65_535))
        .withMessage("port elasticsearch must lie in 1024..65000, got 65535");
  }

  private static void refuses(UnaryOperator<StackSpec.Builder> change, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(StackSpec.builder(Path.of("home"))).build())
        .withMessageContaining(message);
  }
}

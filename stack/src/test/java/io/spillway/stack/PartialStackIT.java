package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerStatus;
import org.junit.jupiter.api.Test;

class PartialStackIT {

  @Test
  void runsOnlyWhatIsAskedForAndLeavesNothing() throws Exception {
    long pid;
    try (TestStack stack = TestStack.start(Server.MYSQL, Server.REDIS)) {
      assertThat(stack.status()).extracting(ServerStatus::name).containsExactly("mysql-0", "redis");
      assertThat(stack.endpoints().mysql()).hasSize(2);
      assertThatThrownBy(() -> stack.endpoints().kafka())
          .hasMessage("the stack was started without KAFKA");
      assertThat(Clients.mysql(stack.endpoints().mysql().get(1), "SELECT 1")).isEqualTo("1");
      pid = stack.pid("mysql-0").orElseThrow();
    }
    assertThat(ProcessRecord.of(pid)).isEmpty();
  }
}

package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spillway.stack.core.Priority;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DetachedCommandTest {
  @ParameterizedTest
  @CsvSource({"ACCEPT,0", "SETTLE,2", "REPORT,4"})
  void nicenessIsAddedToOurs(Priority priority, int more) throws Exception {
    int ours = Integer.parseInt(run(List.of("nice")));

    assertThat(run(DetachedCommand.of(priority, List.of("nice"))))
        .isEqualTo(Integer.toString(ours + more));
  }

  @Test
  void sessionHasTheNicenessToo() throws Exception {
    assumeThat(Path.of("/proc/self/autogroup")).isWritable();

    assertThat(run(DetachedCommand.of(Priority.REPORT, List.of("cat", "/proc/self/autogroup"))))
        .endsWith(" nice 4");
  }

  @ParameterizedTest
  @EnumSource
  void commandKeepsItsArgumentsAndItsProcess(Priority priority) throws Exception {
    List<String> command =
        DetachedCommand.of(priority, List.of("sh", "-c", "echo $$ \"$1\" $2", "x", "a b"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes()).trim())
        .isEqualTo(process.pid() + " a b");
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes()).trim();
  }
}

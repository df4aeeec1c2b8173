package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaArgumentsTest {
  @Test
  void quotesWhatTheLauncherWouldTakeApart() {
    assertThat(JavaArguments.file(List.of("-cp", "a b/*", "say \"x\\y\"")))
        .isEqualTo("\"-cp\"\n\"a b/*\"\n\"say \\\"x\\\\y\\\"\"\n");
  }
}

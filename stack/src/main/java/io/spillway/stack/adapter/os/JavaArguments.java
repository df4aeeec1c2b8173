package io.spillway.stack.adapter.os;

import java.util.List;
import java.util.stream.Collectors;

/** Arguments of the {@code java} command in a file, which the command names as {@code @FILE}. */
public final class JavaArguments {
  private JavaArguments() {}

  /** The file's text: one argument a line, quoted, as the launcher reads it. */
  public static String file(List<String> arguments) {
    return arguments.stream()
        .map(each -> '"' + each.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
        .collect(Collectors.joining());
  }
}

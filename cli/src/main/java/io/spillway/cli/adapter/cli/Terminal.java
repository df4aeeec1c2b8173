package io.spillway.cli.adapter.cli;

import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param outIsTerminal a person reads {@code out}
 * @param errIsTerminal a person reads {@code err}
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
  /** Of this process; the launcher knows what is a terminal, because a JVM cannot tell for both. */
  public static Terminal ofProcess() {
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return new Terminal(
        System.out,
        System.err,
        !dumb && Boolean.getBoolean("spillway.terminal.out"),
        !dumb && Boolean.getBoolean("spillway.terminal.err"));
  }

  /** Whether colours are wanted on {@code out}; see no-color.org. */
  public boolean coloured() {
    String noColour = System.getenv("NO_COLOR");
    return outIsTerminal && (noColour == null || noColour.isEmpty());
  }

  String green(String text) {
    return coloured() ? "\u001b[32m" + text + "\u001b[0m" : text;
  }

  String red(String text) {
    return coloured() ? "\u001b[31m" + text + "\u001b[0m" : text;
  }
}

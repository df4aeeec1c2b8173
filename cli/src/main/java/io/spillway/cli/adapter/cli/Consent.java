package io.spillway.cli.adapter.cli;

import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Asks before something is changed. */
final class Consent {
  private Consent() {}

  /**
   * Whether the operator agrees; {@code yes} agrees beforehand.
   *
   * @throws ParameterException when there is nobody to ask, which is wrong usage
   */
  static boolean given(boolean yes, String question, CommandContext context, CommandSpec spec) {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new ParameterException(
          spec.commandLine(), "there is no terminal to ask at: agree with --yes");
    }
    context.terminal().err().print(question + " [y/N] ");
    context.terminal().err().flush();
    return isYes(console.readLine());
  }

  static boolean isYes(@Nullable String answer) {
    String text = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
    return text.equals("y") || text.equals("yes");
  }

  /** Who acts: user and machine. */
  static String who() {
    String host = System.getenv("HOSTNAME");
    return System.getProperty("user.name") + "@" + (host == null ? hostName() : host);
  }

  private static String hostName() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "unknown";
    }
  }
}

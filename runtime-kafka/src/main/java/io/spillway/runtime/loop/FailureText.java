package io.spillway.runtime.loop;

import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.failure.PoisonException;
import java.util.List;

/** Failures as one line of text. */
final class FailureText {
  private static final int MAX_BRIEF_CHARS = 300;

  private FailureText() {}

  /** The innermost cause, which says most: for health and logs. */
  static String brief(Throwable failure) {
    return capped(link(Failures.chain(failure).getLast()));
  }

  /** The whole chain, outermost first: for a dead letter. A verdict of our own stands alone. */
  static String full(Throwable failure) {
    List<Throwable> chain = Failures.chain(failure);
    for (Throwable link : chain) {
      if (link instanceof PoisonException && link.getMessage() != null) {
        return link.getMessage();
      }
    }
    return String.join(" <- ", chain.stream().map(FailureText::link).distinct().toList());
  }

  private static String link(Throwable link) {
    String type = link.getClass().getSimpleName();
    return link.getMessage() == null ? type : type + ": " + link.getMessage();
  }

  private static String capped(String text) {
    return text.length() <= MAX_BRIEF_CHARS ? text : text.substring(0, MAX_BRIEF_CHARS);
  }
}

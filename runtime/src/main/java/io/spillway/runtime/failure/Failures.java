package io.spillway.runtime.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Finds what a failure is about. Pure. */
public final class Failures {
  /** Chains may be circular. */
  private static final int MAX_DEPTH = 20;

  private Failures() {}

  /** The failure itself, without what futures and stages wrap it in. */
  public static Throwable cause(Throwable failure) {
    for (Throwable link : chain(failure)) {
      if (!(link instanceof CompletionException || link instanceof ExecutionException)
          || link.getCause() == null) {
        return link;
      }
    }
    return failure;
  }

  /** A failure and its causes, outermost first; at most 20. */
  public static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable link = failure;
        link != null && chain.size() < MAX_DEPTH;
        link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
